import { type BinaryReader, WireType } from '@bufbuild/protobuf/wire'
import type { Field, Message } from './readMessage.ts'

/* The messages of OTLP that spans are made of, by the numbers of trace.proto, common.proto and resource.proto. */

const { Varint, Bit64, LengthDelimited } = WireType

const text = (name: string): Field => ({ name, wire: LengthDelimited, read: (reader) => reader.string() })
const hex = (name: string): Field => ({ name, wire: LengthDelimited, read: (reader) => hexOf(reader.bytes()) })
const base64 = (name: string): Field => ({ name, wire: LengthDelimited, read: (reader) => base64Of(reader.bytes()) })
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
const SPAN: Message = {
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
const SCOPE: Message = { 1: text('name'), 2: text('version') }
/** What is no span is one that is rejected: a body of logs has the same outer form. */
const spans: Field = { name: 'spans', message: () => SPAN, isList: true, isContained: true }
const SCOPE_SPANS: Message = { 1: one('scope', () => SCOPE), 2: spans }
const LIBRARY_SPANS: Message = { 1: one('instrumentationLibrary', () => SCOPE), 2: spans }
const RESOURCE: Message = { 1: attributes }
const RESOURCE_SPANS: Message = {
  1: one('resource', () => RESOURCE),
  2: many('scopeSpans', () => SCOPE_SPANS),
  1000: many('instrumentationLibrarySpans', () => LIBRARY_SPANS),
}

/** `ExportTraceServiceRequest`. */
export const TRACE_REQUEST: Message = { 1: many('resourceSpans', () => RESOURCE_SPANS) }

const hexOf = (bytes: Uint8Array): string => {
  // An id has 16 bytes at most; whatever is longer is none and is rejected by its length.
  let text = ''
  for (const byte of bytes.subarray(0, 17)) text += byte.toString(16).padStart(2, '0')
  return text
}

/** Bytes that become text at a time: a multiple of three, so that only the last piece is padded, and few enough for the stack. */
const PIECE_BYTES = 3 * 1024

function base64Of(bytes: Uint8Array): string {
  const pieces: string[] = []
  for (let i = 0; i < bytes.length; i += PIECE_BYTES)
    pieces.push(btoa(String.fromCharCode(...bytes.subarray(i, i + PIECE_BYTES))))
  return pieces.join('')
}
