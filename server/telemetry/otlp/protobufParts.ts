import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'
import { OtlpDecodeError } from './DecodedSpans.ts'
import { type Message, type Progress, newProgress, readMessage } from './readMessage.ts'
import { PAUSE, type PieceKind, type ResourceIndex, type ScopeIndex, type SpanPart, spanParts } from './SpanParts.ts'
import { RESOURCE, SCOPE, SPAN } from './traceRequest.ts'

/** Maximum number of spans, scopes and resources in a body. */
const PARTS_MAX = 500_000

/** A message within the body. */
type Piece = { readonly start: number; readonly end: number }

/**
 * Yields the spans of an `application/x-protobuf` body one by one. Throws `OtlpDecodeError` if it is unreadable as a
 * whole.
 */
export function* protobufParts(bytes: Uint8Array): Generator<SpanPart, void> {
  const reader = new BinaryReader(bytes)
  const index = yield* indexOf(reader, bytes.length)
  yield* spanParts({ ...index, isEmpty: bytes.length === 0, foreign: {} }, (piece, kind) =>
    readPiece(reader, piece, kind),
  )
}

type Found = { readonly hasResourceSpans: boolean; readonly resources: readonly ResourceIndex<Piece>[] }

/** Skips resources and scopes without spans, because a body could have very many of them. */
function* indexOf(reader: BinaryReader, length: number): Generator<SpanPart, Found> {
  const resources: ResourceIndex<Piece>[] = []
  let hasResourceSpans = false
  try {
    const count: Progress = { ...newProgress(), messages: 0, messagesMax: PARTS_MAX }
    for (const { piece } of piecesOf(reader, { start: 0, end: length }, [1], count)) {
      hasResourceSpans = true
      const found = resourceOf(reader, piece, count)
      if (found.scopes.length > 0) resources.push(found)
      yield PAUSE
    }
  } catch (error) {
    throw new OtlpDecodeError('The body is not a protobuf ExportTraceServiceRequest.', { cause: error })
  }
  return { hasResourceSpans, resources }
}

const [RESOURCE_FIELD, SCOPE_SPANS_FIELD, LIBRARY_SPANS_FIELD] = [1, 2, 1000]
const [SCOPE_FIELD, SPANS_FIELD] = [1, 2]

function resourceOf(reader: BinaryReader, within: Piece, count: Progress): ResourceIndex<Piece> {
  let resource: Piece | undefined
  const scopes: ScopeIndex<Piece>[] = []
  for (const { number, piece } of piecesOf(
    reader,
    within,
    [RESOURCE_FIELD, SCOPE_SPANS_FIELD, LIBRARY_SPANS_FIELD],
    count,
  ))
    if (number === RESOURCE_FIELD) resource = piece
    else {
      const found = scopeOf(reader, piece, count)
      if (found.spans.length > 0) scopes.push(found)
    }
  return { resource, scopes }
}

function scopeOf(reader: BinaryReader, within: Piece, count: Progress): ScopeIndex<Piece> {
  let scope: Piece | undefined
  const spans: Piece[] = []
  for (const { number, piece } of piecesOf(reader, within, [SCOPE_FIELD, SPANS_FIELD], count))
    if (number === SCOPE_FIELD) scope = piece
    else spans.push(piece)
  return { scope, spans }
}

type Numbered = { readonly number: number; readonly piece: Piece }

/**
 * Yields the positions of messages with these field numbers and skips all other fields. The caller may move the
 * reader in between. Throws if the bytes are not a message.
 */
function* piecesOf(
  reader: BinaryReader,
  { start, end }: Piece,
  numbers: readonly number[],
  count: Progress,
): Generator<Numbered, void> {
  let pos = start
  while (pos < end) {
    reader.pos = pos
    const [number, wire] = reader.tag()
    if (wire === WireType.StartGroup || wire === WireType.EndGroup) throw new RangeError('a group')
    if (!numbers.includes(number)) {
      reader.skip(wire, number)
      pos = reader.pos
      continue
    }
    if (wire !== WireType.LengthDelimited) throw new RangeError('a field of another type')
    count.messages += 1
    if (count.messages > count.messagesMax) throw new RangeError('too many messages')
    const length = reader.uint32()
    const piece = { start: reader.pos, end: reader.pos + length }
    if (piece.end > end) throw new RangeError('a message that is longer than the one around it')
    pos = piece.end
    yield { number, piece }
  }
  if (pos !== end) throw new RangeError('a field that is longer than its message')
}

const MESSAGES: Readonly<Record<PieceKind, Message>> = { resource: RESOURCE, scope: SCOPE, span: SPAN, foreign: {} }

/**
 * Bytes that are not such a message leave the piece empty without affecting the rest: a body of logs has the same
 * outer structure.
 */
function readPiece(reader: BinaryReader, { start, end }: Piece, kind: PieceKind) {
  reader.pos = start
  const progress = newProgress()
  try {
    return { value: readMessage(reader, end, MESSAGES[kind], 0, progress) }
  } catch {
    return progress.messages > progress.messagesMax ? { refused: 'the span has too many values' } : { value: {} }
  }
}
