import { type BinaryReader, WireType } from '@bufbuild/protobuf/wire'

/** The expected wire type of a field, and how its bytes are read. */
type Scalar = { readonly wire: WireType; readonly read: (reader: BinaryReader, progress: Progress) => unknown }

type Inner = { readonly message: () => Message; readonly isList?: boolean }

export type Field = { readonly name: string } & (Scalar | Inner)
/** The fields of a message by field number. */
export type Message = { readonly [number: number]: Field }

/** Maximum number of messages in one span or resource, including attribute values. */
const MESSAGES_MAX = 200_000
/** Maximum size of texts read from one span or resource, in bytes; slightly more than is kept. */
const TEXT_BYTES_MAX = 8 * 1024 * 1024
/** Deeper than the values that are kept, so that both encodings are truncated by the same rule. */
const DEPTH_MAX = 120

/** How much of a span or resource was read, and the limits. */
export type Progress = { messages: number; readonly messagesMax: number; textBytesLeft: number }

export const newProgress = (): Progress => ({
  messages: 0,
  messagesMax: MESSAGES_MAX,
  textBytesLeft: TEXT_BYTES_MAX,
})

/**
 * Reads the message that ends at `end` into an object like the JSON form. Unknown fields are skipped. Throws if the
 * bytes are not such a message.
 */
export function readMessage(
  reader: BinaryReader,
  end: number,
  message: Message,
  depth: number,
  progress: Progress,
): Record<string, unknown> {
  progress.messages += 1
  if (progress.messages > progress.messagesMax) throw new RangeError('too many messages')
  const values: Record<string, unknown> = {}
  while (reader.pos < end) {
    const [number, wire] = reader.tag()
    const field = message[number]
    // Groups are long obsolete, and skipping them is the only way to recurse without limit.
    if (wire === WireType.StartGroup || wire === WireType.EndGroup) throw new RangeError('a group')
    if (!field) reader.skip(wire, number)
    else if ('message' in field) {
      if (wire !== WireType.LengthDelimited) throw new RangeError('a field of another type')
      const inner = readInner(reader, end, field, depth + 1, progress)
      if (field.isList === true) listIn(values, field.name).push(inner)
      else values[field.name] = inner
    } else {
      if (wire !== field.wire) throw new RangeError('a field of another type')
      values[field.name] = field.read(reader, progress)
    }
  }
  if (reader.pos !== end) throw new RangeError('a field that is longer than its message')
  return values
}

function readInner(
  reader: BinaryReader,
  outerEnd: number,
  field: Inner,
  depth: number,
  progress: Progress,
): Record<string, unknown> {
  const length = reader.uint32()
  const end = reader.pos + length
  if (end > outerEnd) throw new RangeError('a message that is longer than the one around it')
  if (depth > DEPTH_MAX) {
    reader.pos = end
    return {}
  }
  return readMessage(reader, end, field.message(), depth, progress)
}

function listIn(values: Record<string, unknown>, name: string): unknown[] {
  const known = values[name]
  if (Array.isArray(known)) return known
  const list: unknown[] = []
  values[name] = list
  return list
}
