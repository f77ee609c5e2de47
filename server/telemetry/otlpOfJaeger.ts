import { Fields } from './otlp/Fields.ts'
import { integerText } from './otlp/integerText.ts'

/** OpenTelemetry writes these fields as tags, because Jaeger has no equivalent. They are converted back. */
const TAGS_OF_FIELDS = new Set([
  'span.kind',
  'otel.status_code',
  'otel.status_description',
  'otel.scope.name',
  'otel.scope.version',
  'otel.library.name',
  'otel.library.version',
  'internal.span.format',
])

type Tags = ReadonlyMap<string, unknown>

/** Converts a trace of Jaeger's JSON to an OTLP/JSON request, so that the same rules apply. */
export function otlpOfJaeger(trace: Fields): unknown {
  const processes = trace.inside('processes')
  const spansOfProcess = new Map<string, unknown[]>()
  const alone: unknown[] = []
  for (const value of trace.list('spans') ?? []) {
    const span = Fields.of(value)
    // Anything that is not a span is rejected and counted as one.
    const scopeSpans = span ? scopeSpansOf(span, trace) : { spans: [value] }
    const own = span?.inside('process')
    if (own) alone.push({ resource: resourceOf(own), scopeSpans: [scopeSpans] })
    else {
      const process_id = span?.text('processID') ?? ''
      const known = spansOfProcess.get(process_id)
      if (known) known.push(scopeSpans)
      else spansOfProcess.set(process_id, [scopeSpans])
    }
  }
  const shared = [...spansOfProcess].map(([process_id, scopeSpans]) => {
    const process = processes?.inside(process_id)
    return { ...(process ? { resource: resourceOf(process) } : {}), scopeSpans }
  })
  return { resourceSpans: [...shared, ...alone] }
}

function resourceOf(process: Fields) {
  const service = { key: 'service.name', value: { stringValue: process.text('serviceName') } }
  return { attributes: [service, ...attributesOf(process.list('tags'))] }
}

function scopeSpansOf(span: Fields, trace: Fields) {
  const tags = tagsOf(span.list('tags'))
  const text = (...keys: readonly string[]) =>
    keys.map((key) => tags.get(key)).find((value) => typeof value === 'string')
  const isFailed = [true, 'true'].some((value) => tags.get('error') === value)
  const trace_id = span.text('traceID') || trace.text('traceID')
  const { parent_span_id, links } = relationsOf(span, trace_id)
  const start = nanoseconds(span.get('startTime'))
  const duration = nanoseconds(span.get('duration')) ?? 0n
  return {
    scope: {
      name: text('otel.scope.name', 'otel.library.name'),
      version: text('otel.scope.version', 'otel.library.version'),
    },
    spans: [
      {
        traceId: idOf(trace_id, 32),
        spanId: idOf(span.text('spanID'), 16),
        parentSpanId: parent_span_id,
        name: span.text('operationName'),
        kind: text('span.kind')?.toUpperCase(),
        startTimeUnixNano: start?.toString(),
        endTimeUnixNano: start === undefined ? undefined : (start + duration).toString(),
        status: { code: isFailed ? 'ERROR' : text('otel.status_code'), message: text('otel.status_description') },
        attributes: attributesOf(
          span.list('tags'),
          (key) => !TAGS_OF_FIELDS.has(key) && !(key === 'error' && isFailed),
        ),
        events: (span.list('logs') ?? []).flatMap(eventOf),
        links,
      },
    ],
  }
}

/** The parent is the first span of the same trace with a CHILD_OF reference. All other references become links. */
function relationsOf(span: Fields, trace_id: string) {
  let parent_span_id = idOf(span.text('parentSpanID'), 16)
  const links: unknown[] = []
  for (const value of span.list('references') ?? []) {
    const reference = Fields.of(value)
    if (!reference) continue
    const to = { traceId: idOf(reference.text('traceID') || trace_id, 32), spanId: idOf(reference.text('spanID'), 16) }
    const isParent = reference.text('refType') === 'CHILD_OF' && to.traceId === idOf(trace_id, 32)
    if (isParent && parent_span_id === '') parent_span_id = to.spanId
    else if (!isParent || parent_span_id !== to.spanId) links.push(to)
  }
  return { parent_span_id, links }
}

/** A log of a span. OpenTelemetry writes the event's name to the field `event`, older programs to `message`. */
function eventOf(value: unknown): readonly unknown[] {
  const log = Fields.of(value)
  if (!log) return []
  const fields = log.list('fields')
  const texts = tagsOf(fields)
  const named = texts.has('event') ? 'event' : 'message'
  const name = texts.get(named)
  return [
    {
      timeUnixNano: nanoseconds(log.get('timestamp'))?.toString(),
      name: typeof name === 'string' ? name : '',
      attributes: attributesOf(fields, (key) => key !== named || typeof name !== 'string'),
    },
  ]
}

function tagsOf(list: readonly unknown[] | undefined): Tags {
  const tags = new Map<string, unknown>()
  for (const tag of list ?? []) {
    const fields = Fields.of(tag)
    if (fields) tags.set(fields.text('key'), fields.get('value'))
  }
  return tags
}

const attributesOf = (list: readonly unknown[] | undefined, isKept: (key: string) => boolean = () => true) =>
  (list ?? []).flatMap((tag) => {
    const fields = Fields.of(tag)
    const key = fields?.text('key') ?? ''
    return fields && isKept(key) ? [{ key, value: anyValue(fields.text('type'), fields.get('value')) }] : []
  })

/** Converts a tag by its type, or by its value if the type is missing. */
function anyValue(type: string, value: unknown): unknown {
  if (type === 'binary') return { bytesValue: value }
  if (type === 'int64') return { intValue: value }
  if (type === 'float64') return { doubleValue: value }
  if (type === 'bool' || typeof value === 'boolean') return { boolValue: value === true || value === 'true' }
  if (typeof value === 'number') return Number.isInteger(value) ? { intValue: value } : { doubleValue: value }
  return { stringValue: typeof value === 'string' ? value : JSON.stringify(value ?? null) }
}

/** Jaeger omits leading zeros, and the upper half of 64-bit ids. */
const idOf = (text: string, digits: 16 | 32): string => (text === '' ? '' : text.padStart(digits, '0'))

/** Converts microseconds, given as a number (possibly fractional) or as digits. */
function nanoseconds(value: unknown): bigint | undefined {
  const digits = integerText(value)
  if (digits !== undefined) return BigInt(digits) * 1000n
  return typeof value === 'number' && Number.isFinite(value) ? BigInt(Math.round(value * 1000)) : undefined
}
