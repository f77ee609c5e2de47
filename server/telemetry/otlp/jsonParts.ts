import { OtlpDecodeError } from './DecodedSpans.ts'
import { type JsonPiece, JsonScanner } from './JsonScanner.ts'
import { jsonText } from './jsonText.ts'
import { parseOtlpJson } from './parseOtlpJson.ts'
import {
  type BodyIndex,
  type Foreign,
  PAUSE,
  type PieceKind,
  type ResourceIndex,
  type ScopeIndex,
  SHAPE,
  type SpanPart,
  spanParts,
} from './SpanParts.ts'

const MIB = 1024 * 1024
/**
 * Limits of a body. Depth: a value of 32 levels plus its surroundings, with room to spare. Objects and lists: real
 * spans of 64 MiB have about half as many.
 */
const BOUNDS = { depth: 512, containers: 2_000_000, text: 4 * MIB + 64 }
/** Maximum number of spans in a body. */
const SPANS_MAX = 500_000
/** Maximum size of a span or resource after its long texts are truncated, in bytes. */
const PIECE_MAX = 16 * MIB
/** Maximum number of objects and lists in a span: each takes many times its size in JSON. */
const PIECE_CONTAINERS_MAX = 200_000

/**
 * Yields the spans of an `application/json` body one by one. Throws `OtlpDecodeError` if it is unreadable as a whole.
 */
export function* jsonParts(bytes: Uint8Array): Generator<SpanPart, void> {
  const scanner = new JsonScanner(bytes, BOUNDS)
  yield* spanParts(yield* indexOf(scanner), (piece, kind) => readPiece(bytes, piece, kind))
}

function readPiece(bytes: Uint8Array, piece: JsonPiece, kind: PieceKind) {
  const text = jsonText(bytes, piece, BOUNDS.text, PIECE_MAX)
  if (text === undefined || hasMoreContainers(text, PIECE_CONTAINERS_MAX))
    return { refused: kind === 'span' ? 'the span is too large' : 'it is too large' }
  return { value: parseOtlpJson(text) }
}

/** Counts brackets within strings too: few texts have that many, and those are not conversations. */
function hasMoreContainers(text: string, most: number): boolean {
  if (text.length <= most) return false
  let containers = 0
  for (const open of '{[')
    for (let at = text.indexOf(open); at !== -1; at = text.indexOf(open, at + 1)) {
      containers += 1
      if (containers > most) return true
    }
  return false
}

type Walk<Found> = Generator<SpanPart, Found>

function* indexOf(scanner: JsonScanner): Walk<BodyIndex<JsonPiece>> {
  if (scanner.next() !== 'object') {
    scanner.piece()
    scanner.end()
    throw new OtlpDecodeError(SHAPE)
  }
  let resources: readonly ResourceIndex<JsonPiece>[] | undefined
  const foreign: Partial<Record<Foreign, JsonPiece>> = {}
  let isEmpty = true
  const count = { spans: 0 }
  for (const name of scanner.object()) {
    isEmpty = false
    const field = snake(name)
    if (field === 'resource_spans') resources = (yield* listOf(scanner, () => resourceOf(scanner, count))) ?? resources
    else if (field === 'resource_logs' || field === 'resource_metrics') {
      const isThere = scanner.next() !== 'null'
      const piece = scanner.piece()
      if (isThere) foreign[field === 'resource_logs' ? 'resourceLogs' : 'resourceMetrics'] = piece
    } else scanner.piece()
  }
  scanner.end()
  return { hasResourceSpans: resources !== undefined, isEmpty, foreign, resources: resources ?? [] }
}

/** The field name as the .proto files spell it. */
const snake = (name: string): string => name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`)

/**
 * Undefined for null. Skips members without spans, because a body could have millions of them. Throws if the value is
 * not a list.
 */
function* listOf<Member>(
  scanner: JsonScanner,
  member: () => Walk<Member | undefined>,
): Walk<readonly Member[] | undefined> {
  const next = scanner.next()
  if (next === 'null') {
    scanner.piece()
    return undefined
  }
  if (next !== 'list') throw new OtlpDecodeError(SHAPE)
  const members: Member[] = []
  for (const _ of scanner.list()) {
    const found = yield* member()
    if (found !== undefined) members.push(found)
  }
  return members
}

function* resourceOf(scanner: JsonScanner, count: { spans: number }): Walk<ResourceIndex<JsonPiece> | undefined> {
  let resource: JsonPiece | undefined
  let [scopes, old]: (readonly ScopeIndex<JsonPiece>[])[] = [[], []]
  yield PAUSE
  for (const field of fieldsOf(scanner))
    if (field === 'resource') resource = scanner.piece()
    else if (field === 'scope_spans') scopes = (yield* listOf(scanner, () => scopeOf(scanner, count))) ?? scopes
    else if (field === 'instrumentation_library_spans')
      old = (yield* listOf(scanner, () => scopeOf(scanner, count))) ?? old
    else scanner.piece()
  // Before OTLP 0.15, scopes were called instrumentation libraries; old files still contain them.
  const all = [...(scopes ?? []), ...(old ?? [])]
  return all.length === 0 ? undefined : { resource, scopes: all }
}

function* scopeOf(scanner: JsonScanner, count: { spans: number }): Walk<ScopeIndex<JsonPiece> | undefined> {
  let scope: JsonPiece | undefined
  let library: JsonPiece | undefined
  let spans: readonly JsonPiece[] = []
  function* spanOf(): Walk<JsonPiece> {
    count.spans += 1
    if (count.spans > SPANS_MAX) throw new OtlpDecodeError('The body has too many spans. Send smaller batches.')
    yield PAUSE
    return scanner.piece()
  }
  for (const field of fieldsOf(scanner))
    if (field === 'scope') scope = scanner.piece()
    else if (field === 'instrumentation_library') library = scanner.piece()
    else if (field === 'spans') spans = (yield* listOf(scanner, spanOf)) ?? spans
    else scanner.piece()
  return spans.length === 0 ? undefined : { scope: scope ?? library, spans }
}

function* fieldsOf(scanner: JsonScanner): Generator<string, void> {
  if (scanner.next() !== 'object') throw new OtlpDecodeError(SHAPE)
  for (const name of scanner.object()) yield snake(name)
}
