import { type BinaryReader, WireType } from '@bufbuild/protobuf/wire'

/** How the bytes of a field are read, and on which wire type they come. */
type Scalar = { readonly wire: WireType; readonly read: (reader: BinaryReader, progress: Progress) => unknown }

type Inner = { readonly message: () => Message; readonly isList?: boolean }

export type Field = { readonly name: string } & (Scalar | Inner)
/** The fields of a message by their numbers. */
export type Message = { readonly [number: number]: Field }

/** Messages that one span or resource may have, the values of its attributes among them. */
const MESSAGES_MAX = 200_000
/** Bytes of texts that are read of one span or resource, a little more than is kept of it. */
const TEXT_BYTES_MAX = 8 * 1024 * 1024
/** Deeper than the values that are kept, so that whatever is cut is cut by the rule for both encodings. */
const DEPTH_MAX = 120

/** How much of a span or resource was read, and how much may be. */
export type Progress = { messages: number; readonly messagesMax: number; textBytesLeft: number }

export const newProgress = (): Progress => ({
  messages: 0,
  messagesMax: MESSAGES_MAX,
  textBytesLeft: TEXT_BYTES_MAX,
})

/**
 * The message that ends at `end`, as an object like the one that JSON would give. Unknown fields are skipped. Throws where
 * the bytes are no such message.
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
    // Groups are long gone from the format; skipping one is the only way to recurse without end.
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
