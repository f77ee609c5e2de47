import type { JsonObject } from '#contract/json.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import { type DecodedSpans, OtlpDecodeError } from './DecodedSpans.ts'
import { Fields } from './Fields.ts'
import { boundedText, Budget, CONTEXT_BOUNDS, readAttributes, SPAN_BOUNDS } from './readAttributes.ts'
import { decodeSpan } from './decodeSpan.ts'

/**
 * Where the parts of a body are. A body is decoded span by span, so that only one span at a time is held as values.
 * `Piece` is a position in its bytes, or a value if the body is already parsed.
 */
export type BodyIndex<Piece> = {
  readonly hasResourceSpans: boolean
  readonly isEmpty: boolean
  /** Payloads of other signals that were sent to this path. */
  readonly foreign: Readonly<Partial<Record<Foreign, Piece>>>
  readonly resources: readonly ResourceIndex<Piece>[]
}
export type ResourceIndex<Piece> = {
  readonly resource: Piece | undefined
  readonly scopes: readonly ScopeIndex<Piece>[]
}
export type ScopeIndex<Piece> = { readonly scope: Piece | undefined; readonly spans: readonly Piece[] }
export type Foreign = 'resourceLogs' | 'resourceMetrics'

/** The kind of a piece, which decides how it is decoded. */
export type PieceKind = 'resource' | 'scope' | 'span' | 'foreign'

/** Decodes a piece into the shape of OTLP/JSON. A string is the reason why this piece is unreadable. */
export type ReadPiece<Piece> = (
  piece: Piece,
  kind: PieceKind,
) => { readonly value: unknown } | { readonly refused: string }

export type SpanPart =
  /** `bytes`: approximate memory of the span, without what it shares with the previous one. */
  | { readonly kind: 'span'; readonly span: RawSpan; readonly bytes: number }
  | { readonly kind: 'rejected'; readonly reason: string; readonly count: number }
  /** A point where the work may pause. */
  | { readonly kind: 'pause' }

export const PAUSE: SpanPart = { kind: 'pause' }

export const SHAPE =
  'The body is not an OTLP trace request: expected resourceSpans, each with scopeSpans, each with spans.'

/** Yields the spans of a body one by one. Throws `OtlpDecodeError`. */
export function* spanParts<Piece>(index: BodyIndex<Piece>, read: ReadPiece<Piece>): Generator<SpanPart, void> {
  let isSilent = true
  for (const { resource: given, scopes } of index.resources) {
    const { value: resource, bytes: resourceBytes } = resourceOf(given, read)
    let unshared = resourceBytes
    for (const ofScope of scopes) {
      const scope = scopeOf(ofScope.scope, read)
      for (const piece of ofScope.spans) {
        const part = spanPart(read(piece, 'span'), resource, scope)
        isSilent = false
        if (part.kind === 'span') {
          yield { ...part, bytes: part.bytes + unshared }
          unshared = 0
        } else yield part
      }
    }
  }
  for (const [field, what] of FOREIGN) {
    const piece = index.foreign[field]
    if (piece === undefined) continue
    isSilent = false
    const found = read(piece, 'foreign')
    const count = 'value' in found ? countForeign(found.value, field) : 0
    yield { kind: 'rejected', reason: `${what} are not stored, only spans are`, count }
  }
  if (isSilent && !index.hasResourceSpans && !index.isEmpty)
    yield { kind: 'rejected', reason: 'the body has no resourceSpans', count: 0 }
}

function spanPart(found: ReturnType<ReadPiece<unknown>>, resource: JsonObject, scope: RawSpan['scope']): SpanPart {
  if ('refused' in found) return { kind: 'rejected', reason: found.refused, count: 1 }
  const budget = new Budget(SPAN_BOUNDS)
  const span = decodeSpan(found.value, { resource, scope }, budget)
  return typeof span === 'string'
    ? { kind: 'rejected', reason: span, count: 1 }
    : { kind: 'span', span, bytes: budget.taken + SPAN_BYTES }
}

/** Memory of a span without its attributes, events and links, in bytes. */
const SPAN_BYTES = 400

function resourceOf<Piece>(piece: Piece | undefined, read: ReadPiece<Piece>) {
  const budget = new Budget(CONTEXT_BOUNDS)
  const found = piece === undefined ? undefined : read(piece, 'resource')
  const list = found && 'value' in found ? (Fields.of(found.value)?.list('attributes') ?? []) : []
  return { value: readAttributes(list, budget), bytes: budget.taken }
}

function scopeOf<Piece>(piece: Piece | undefined, read: ReadPiece<Piece>): RawSpan['scope'] {
  const found = piece === undefined ? undefined : read(piece, 'scope')
  const fields = found && 'value' in found ? Fields.of(found.value) : undefined
  return { name: boundedText(fields?.text('name') ?? ''), version: boundedText(fields?.text('version') ?? '') }
}

const FOREIGN = [
  ['resourceLogs', 'log records'],
  ['resourceMetrics', 'metrics'],
] as const

function countForeign(value: unknown, field: Foreign): number {
  const [scopes, items] = field === 'resourceLogs' ? ['scopeLogs', 'logRecords'] : ['scopeMetrics', 'metrics']
  const inner = (lists: readonly unknown[], name: string) => lists.flatMap((item) => Fields.of(item)?.list(name) ?? [])
  return Array.isArray(value) ? inner(inner(value, scopes), items).length : 0
}

/** All parts together, if memory is no concern. Throws `OtlpDecodeError`. */
export function collected(parts: Iterable<SpanPart>): DecodedSpans {
  const spans: RawSpan[] = []
  const rejections = new Rejections()
  for (const part of parts)
    if (part.kind === 'span') spans.push(part.span)
    else if (part.kind === 'rejected') rejections.add(part.reason, part.count)
  return { spans, rejected: rejections.summary() }
}

/** Counts rejected spans and collects the distinct reasons. */
export class Rejections {
  readonly #reasons = new Map<string, number>()

  add(reason: string, count: number): void {
    this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + count)
  }

  summary(): DecodedSpans['rejected'] {
    const reasons = [...this.#reasons].map(([reason, count]) => ({ reason, count }))
    return { count: reasons.reduce((sum, { count }) => sum + count, 0), reasons }
  }
}

/** Indexes a body that is already parsed. Throws `OtlpDecodeError`. */
export function indexOfValue(body: unknown): BodyIndex<unknown> {
  const request = Fields.of(body)
  const resourceSpans = request?.list('resourceSpans')
  if (!request || !resourceSpans) throw new OtlpDecodeError(SHAPE)
  const foreign: Partial<Record<Foreign, unknown>> = {}
  for (const [field] of FOREIGN) if (request.has(field)) foreign[field] = request.get(field)
  return {
    hasResourceSpans: request.has('resourceSpans'),
    isEmpty: typeof body === 'object' && body !== null && Object.keys(body).length === 0,
    foreign,
    resources: resourceSpans.map(resourceIndex),
  }
}

function resourceIndex(value: unknown): ResourceIndex<unknown> {
  const fields = objectOf(value)
  // Before OTLP 0.15, scopes were called instrumentation libraries; old files still contain them.
  const old = fields.list('instrumentationLibrarySpans')
  const scopes = fields.list('scopeSpans')
  if (!old || !scopes) throw new OtlpDecodeError(SHAPE)
  return {
    resource: fields.get('resource'),
    scopes: [...scopes, ...old].map((item) => {
      const ofScope = objectOf(item)
      const spans = ofScope.list('spans')
      if (!spans) throw new OtlpDecodeError(SHAPE)
      return { scope: ofScope.get('scope') ?? ofScope.get('instrumentationLibrary'), spans }
    }),
  }
}

function objectOf(value: unknown): Fields {
  const fields = Fields.of(value)
  if (!fields) throw new OtlpDecodeError(SHAPE)
  return fields
}
