import type { JsonObject, JsonValue } from '#contract/json.ts'
import { utf8Length } from '#contract/utf8Length.ts'
import { storableText } from '#server/services/storableText.ts'
import { Fields } from './Fields.ts'
import { integerText } from './integerText.ts'

/** Bytes that are kept of one value, its texts and keys taken together: a picture within a message must stay whole. */
export const VALUE_MAX_BYTES = 4 * 1024 * 1024
export const ATTRIBUTES_MAX = 1000
/** Levels of lists and maps that are kept of one value. */
export const VALUE_DEPTH_MAX = 32
const KEY_MAX_LENGTH = 1024
/** The attribute that lists the names of those that are not whole. */
export const CUT = 'runlens.cut'
const CUT_NAMES_MAX = 100
/** What a value without text takes of the room. */
const SCALAR_BYTES = 8

/**
 * Attributes as JSON. Of values, keys and lists that are too large only a part is kept, and the names of these attributes
 * stand in one more attribute, `runlens.cut`. Of two with one key the last counts.
 */
export function readAttributes(list: readonly unknown[]): JsonObject {
  if (list.length === 0) return {}
  const kept = new Map<string, JsonValue>()
  const cut = new Set<string>()
  for (const item of list) {
    const fields = Fields.of(item)
    if (!fields) continue
    const key = storableText(fields.text('key'))
    if (key.length > KEY_MAX_LENGTH || (kept.size >= ATTRIBUTES_MAX && !kept.has(key))) {
      if (cut.size < CUT_NAMES_MAX) cut.add(cutText(key, KEY_MAX_LENGTH))
      continue
    }
    const room = new Room()
    kept.set(key, valueOf(fields.get('value'), room, 0))
    if (room.isCut) cut.add(key)
  }
  if (cut.size > 0) kept.set(CUT, [...cut].slice(0, CUT_NAMES_MAX))
  // fromEntries defines own fields, also one called `__proto__`.
  return Object.fromEntries(kept)
}

/** A text that may be stored, and no more of it than of an attribute. */
export const boundedText = (text: string): string => cutText(storableText(text), VALUE_MAX_BYTES)

/** How much of one value may still be kept. */
class Room {
  #left = VALUE_MAX_BYTES
  isCut = false

  /** Whether there was room for so much; where there was not, the value is not whole. */
  take(bytes: number): boolean {
    if (bytes > this.#left) {
      this.isCut = true
      return false
    }
    this.#left -= bytes
    return true
  }

  text(text: string): string {
    const whole = storableText(text)
    if (this.take(utf8Length(whole))) return whole
    const part = cutText(whole, this.#left)
    this.#left = 0
    return part
  }
}

/** An `AnyValue`. */
function valueOf(any: unknown, room: Room, depth: number): JsonValue {
  const fields = Fields.of(any)
  if (!fields || !room.take(SCALAR_BYTES)) return null
  const text = fields.get('stringValue') ?? fields.get('bytesValue')
  if (typeof text === 'string') return room.text(text)
  const bool = fields.get('boolValue')
  if (typeof bool === 'boolean') return bool
  if (fields.has('intValue')) return integer(fields.get('intValue'))
  if (fields.has('doubleValue')) return double(fields.get('doubleValue'))
  const list = fields.inside('arrayValue')?.list('values')
  const map = fields.inside('kvlistValue')?.list('values')
  if (!list && !map) return null
  if (depth === VALUE_DEPTH_MAX) {
    room.isCut = true
    return null
  }
  return list ? listOf(list, room, depth + 1) : mapOf(map ?? [], room, depth + 1)
}

function listOf(values: readonly unknown[], room: Room, depth: number): JsonValue {
  const kept: JsonValue[] = []
  for (const value of values) {
    if (room.isCut) break
    kept.push(valueOf(value, room, depth))
  }
  return kept
}

function mapOf(values: readonly unknown[], room: Room, depth: number): JsonValue {
  const kept: [string, JsonValue][] = []
  for (const value of values) {
    if (room.isCut) break
    const fields = Fields.of(value)
    if (fields) kept.push([room.text(fields.text('key')), valueOf(fields.get('value'), room, depth)])
  }
  return Object.fromEntries(kept)
}

/** A number where it holds the integer exactly, else its digits. */
function integer(value: unknown): JsonValue {
  const digits = integerText(value)
  if (digits === undefined) return null
  return Number.isSafeInteger(Number(digits)) ? Number(digits) : digits
}

/** JSON has no `NaN` and no infinity; OTLP/JSON writes them as texts, and so they stay. */
function double(value: unknown): JsonValue {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number !== 'number') return null
  return Number.isFinite(number) ? number : String(number)
}

/** The beginning of a text, as much as fits into so many bytes, without half a character at its end. */
function cutText(text: string, maxBytes: number): string {
  if (text.length * 3 <= maxBytes) return text
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(maxBytes))
  return text.slice(0, read)
}
