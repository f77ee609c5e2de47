import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'
import { OtlpDecodeError } from './DecodedSpans.ts'
import { type Message, type Progress, newProgress, readMessage } from './readMessage.ts'
import { type PieceKind, type ResourceIndex, type ScopeIndex, type SpanPart, spanParts } from './SpanParts.ts'
import { RESOURCE, SCOPE, SPAN } from './traceRequest.ts'

/** Spans, scopes and resources that a body may have. */
const PARTS_MAX = 500_000

/** A message within the body. */
type Piece = { readonly start: number; readonly end: number }

/** The spans of a body of `application/x-protobuf`, one by one. Throws `OtlpDecodeError` where it cannot be read at all. */
export function* protobufParts(bytes: Uint8Array): Generator<SpanPart, void> {
  const reader = new BinaryReader(bytes)
  const resources = indexOf(reader, bytes.length)
  const hasResourceSpans = resources.length > 0
  yield* spanParts({ hasResourceSpans, isEmpty: bytes.length === 0, foreign: {}, resources }, (piece, kind) =>
    readPiece(reader, piece, kind),
  )
}

function indexOf(reader: BinaryReader, length: number): readonly ResourceIndex<Piece>[] {
  try {
    const count: Progress = { ...newProgress(), messages: 0, messagesMax: PARTS_MAX }
    return piecesOf(reader, { start: 0, end: length }, [1], count).map(({ piece }) => resourceOf(reader, piece, count))
  } catch (error) {
    throw new OtlpDecodeError('The body is no ExportTraceServiceRequest in protobuf.', { cause: error })
  }
}

const [RESOURCE_FIELD, SCOPE_SPANS_FIELD, LIBRARY_SPANS_FIELD] = [1, 2, 1000]
const [SCOPE_FIELD, SPANS_FIELD] = [1, 2]

function resourceOf(reader: BinaryReader, within: Piece, count: Progress): ResourceIndex<Piece> {
  const found = piecesOf(reader, within, [RESOURCE_FIELD, SCOPE_SPANS_FIELD, LIBRARY_SPANS_FIELD], count)
  return {
    resource: found.findLast(({ number }) => number === RESOURCE_FIELD)?.piece,
    scopes: found
      .filter(({ number }) => number !== RESOURCE_FIELD)
      .map(({ piece }) => scopeOf(piecesOf(reader, piece, [SCOPE_FIELD, SPANS_FIELD], count))),
  }
}

const scopeOf = (found: readonly Numbered[]): ScopeIndex<Piece> => ({
  scope: found.findLast(({ number }) => number === SCOPE_FIELD)?.piece,
  spans: found.filter(({ number }) => number === SPANS_FIELD).map(({ piece }) => piece),
})

type Numbered = { readonly number: number; readonly piece: Piece }

/** Where the messages of these fields are; all else is skipped. Throws where the bytes are no message. */
function piecesOf(
  reader: BinaryReader,
  { start, end }: Piece,
  numbers: readonly number[],
  count: Progress,
): readonly Numbered[] {
  const pieces: Numbered[] = []
  reader.pos = start
  while (reader.pos < end) {
    const [number, wire] = reader.tag()
    if (wire === WireType.StartGroup || wire === WireType.EndGroup) throw new RangeError('a group')
    if (!numbers.includes(number)) {
      reader.skip(wire, number)
      continue
    }
    if (wire !== WireType.LengthDelimited) throw new RangeError('a field of another type')
    count.messages += 1
    if (count.messages > count.messagesMax) throw new RangeError('too many messages')
    const length = reader.uint32()
    const piece = { start: reader.pos, end: reader.pos + length }
    if (piece.end > end) throw new RangeError('a message that is longer than the one around it')
    pieces.push({ number, piece })
    reader.pos = piece.end
  }
  if (reader.pos !== end) throw new RangeError('a field that is longer than its message')
  return pieces
}

const MESSAGES: Readonly<Record<PieceKind, Message>> = { resource: RESOURCE, scope: SCOPE, span: SPAN, foreign: {} }

/** Bytes that are no such message leave it empty, and do not spoil what is around it: a body of logs has the same outer form. */
function readPiece(reader: BinaryReader, { start, end }: Piece, kind: PieceKind) {
  reader.pos = start
  const progress = newProgress()
  try {
    return { value: readMessage(reader, end, MESSAGES[kind], 0, progress) }
  } catch {
    return progress.messages > progress.messagesMax ? { refused: 'the span has too many values' } : { value: {} }
  }
}
