import type { RawSpan } from '../RawSpan.ts'
import { type DecodedSpans, OtlpDecodeError } from './DecodedSpans.ts'
import { Fields } from './Fields.ts'
import { boundedText, readAttributes } from './readAttributes.ts'
import { readSpan } from './readSpan.ts'

const SHAPE = 'The body is not what OTLP says: resourceSpans, each with scopeSpans, each with spans.'

/** The spans of an `ExportTraceServiceRequest` in its JSON form. Throws `OtlpDecodeError`. */
export function spansOf(body: unknown): DecodedSpans {
  const request = Fields.of(body)
  const resourceSpans = request?.list('resourceSpans')
  if (!request || !resourceSpans) throw new OtlpDecodeError(SHAPE)
  const spans: RawSpan[] = []
  const reasons = new Map<string, number>()
  const reject = (reason: string, count: number) => reasons.set(reason, (reasons.get(reason) ?? 0) + count)

  for (const resourceItem of resourceSpans) {
    const ofResource = objectOf(resourceItem)
    const resource = readAttributes(ofResource.inside('resource')?.list('attributes') ?? [])
    for (const { scope, list } of scopesOf(ofResource))
      for (const item of list) {
        const span = readSpan(item, { resource, scope })
        if (typeof span === 'string') reject(span, 1)
        else spans.push(span)
      }
  }
  for (const [field, what] of FOREIGN)
    if (request.has(field)) reject(`${what} are not stored; spans are expected here`, countForeign(request, field))
  if (!request.has('resourceSpans') && reasons.size === 0 && !isEmpty(body)) reject('the body has no resourceSpans', 0)

  return {
    spans,
    rejected: {
      count: [...reasons.values()].reduce((sum, count) => sum + count, 0),
      reasons: [...reasons].map(([reason, count]) => ({ reason, count })),
    },
  }
}

/** Bodies of the other signals, which may have been sent to the path of this one. */
const FOREIGN = [
  ['resourceLogs', 'log records'],
  ['resourceMetrics', 'metrics'],
] as const

function countForeign(request: Fields, field: (typeof FOREIGN)[number][0]): number {
  const [scopes, items] = field === 'resourceLogs' ? ['scopeLogs', 'logRecords'] : ['scopeMetrics', 'metrics']
  const inner = (lists: readonly unknown[], name: string) => lists.flatMap((item) => Fields.of(item)?.list(name) ?? [])
  return inner(inner(request.list(field) ?? [], scopes), items).length
}

type SpansOfScope = { readonly scope: RawSpan['scope']; readonly list: readonly unknown[] }

/** Scopes were called instrumentation libraries before OTLP 0.15, and some files are older. */
function scopesOf(ofResource: Fields): readonly SpansOfScope[] {
  const old = ofResource.list('instrumentationLibrarySpans')
  const scopes = ofResource.list('scopeSpans')
  if (!old || !scopes) throw new OtlpDecodeError(SHAPE)
  return [...scopes, ...old].map((item) => {
    const fields = objectOf(item)
    const scope = fields.inside('scope') ?? fields.inside('instrumentationLibrary')
    const list = fields.list('spans')
    if (!list) throw new OtlpDecodeError(SHAPE)
    return {
      scope: { name: boundedText(scope?.text('name') ?? ''), version: boundedText(scope?.text('version') ?? '') },
      list,
    }
  })
}

function objectOf(value: unknown): Fields {
  const fields = Fields.of(value)
  if (!fields) throw new OtlpDecodeError(SHAPE)
  return fields
}

const isEmpty = (body: unknown): boolean => typeof body === 'object' && body !== null && Object.keys(body).length === 0
