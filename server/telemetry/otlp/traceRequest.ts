import { type BinaryReader, WireType } from '@bufbuild/protobuf/wire'
import { withCutMark } from './cutMark.ts'
import type { Field, Message, Progress } from './readMessage.ts'

/*
 * The OTLP messages that make up a span, with the field numbers of trace.proto, common.proto and resource.proto.
 * `protobufParts` walks the outer messages: `ExportTraceServiceRequest` and the lists within it.
 */

const { Varint, Bit64, LengthDelimited } = WireType

const text = (name: string): Field => ({ name, wire: LengthDelimited, read: readText })
const hex = (name: string): Field => ({ name, wire: LengthDelimited, read: (reader) => hexOf(reader.bytes()) })
const base64 = (name: string): Field => ({ name, wire: LengthDelimited, read: readBase64 })
const enumeration = (name: string): Field => ({ name, wire: Varint, read: (reader) => reader.int32() })
const time = (name: string): Field => ({ name, wire: Bit64, read: (reader) => String(reader.fixed64()) })
const one = (name: string, message: () => Message): Field => ({ name, message })
const many = (name: string, message: () => Message): Field => ({ name, message, isList: true })

const anyValue = (): Message => ANY_VALUE
const ARRAY: Message = { 1: many('values', anyValue) }
const KEY_VALUE: Message = { 1: text('key'), 2: one('value', anyValue) }
const KEY_VALUES: Message = { 1: many('values', () => KEY_VALUE) }
const ANY_VALUE: Message = {
  1: text('stringValue'),
  2: { name: 'boolValue', wire: Varint, read: (reader: BinaryReader) => reader.bool() },
  3: { name: 'intValue', wire: Varint, read: (reader: BinaryReader) => String(reader.int64()) },
  4: { name: 'doubleValue', wire: Bit64, read: (reader: BinaryReader) => reader.double() },
  5: one('arrayValue', () => ARRAY),
  6: one('kvlistValue', () => KEY_VALUES),
  7: base64('bytesValue'),
}

const attributes = many('attributes', () => KEY_VALUE)
const EVENT: Message = { 1: time('timeUnixNano'), 2: text('name'), 3: attributes }
const LINK: Message = { 1: hex('traceId'), 2: hex('spanId'), 4: attributes }
const STATUS: Message = { 2: text('message'), 3: enumeration('code') }
export const SPAN: Message = {
  1: hex('traceId'),
  2: hex('spanId'),
  4: hex('parentSpanId'),
  5: text('name'),
  6: enumeration('kind'),
  7: time('startTimeUnixNano'),
  8: time('endTimeUnixNano'),
  9: attributes,
  11: many('events', () => EVENT),
  13: many('links', () => LINK),
  15: one('status', () => STATUS),
}
export const SCOPE: Message = { 1: text('name'), 2: text('version') }
export const RESOURCE: Message = { 1: attributes }

/** Maximum bytes read of one text: slightly more than is kept, so that it is recognised as truncated. */
const TEXT_MAX = 4 * 1024 * 1024 + 64
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

function readText(reader: BinaryReader, progress: Progress): string {
  const whole = reader.bytes()
  let end = room(whole, progress)
  if (end === whole.length) return utf8.decode(whole)
  // Don't end within a character.
  while (end > 0 && ((whole[end] ?? 0) & 0xc0) === 0x80) end -= 1
  return withCutMark(utf8.decode(whole.subarray(0, end)), whole.length)
}

function readBase64(reader: BinaryReader, progress: Progress): string {
  const whole = reader.bytes()
  const end = room(whole, progress)
  const text = base64Of(whole.subarray(0, end === whole.length ? end : end - (end % 3)))
  return end === whole.length ? text : withCutMark(text, whole.length)
}

/** How many of the bytes may be read. */
function room({ length }: Uint8Array, progress: Progress): number {
  const end = Math.min(length, TEXT_MAX, progress.textBytesLeft)
  progress.textBytesLeft -= end
  return end
}

const hexOf = (bytes: Uint8Array): string => {
  // An id has at most 16 bytes. Longer values are rejected later by their length.
  let text = ''
  for (const byte of bytes.subarray(0, 17)) text += byte.toString(16).padStart(2, '0')
  return text
}

/**
 * Number of bytes encoded per call: a multiple of three, so that only the last chunk is padded, and small enough for
 * the stack.
 */
const PIECE_BYTES = 3 * 1024

function base64Of(bytes: Uint8Array): string {
  const pieces: string[] = []
  for (let i = 0; i < bytes.length; i += PIECE_BYTES)
    pieces.push(btoa(String.fromCharCode(...bytes.subarray(i, i + PIECE_BYTES))))
  return pieces.join('')
}
