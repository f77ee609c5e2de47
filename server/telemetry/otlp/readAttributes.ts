import { CUT, CUT_BYTES } from '#server/store/spans/cutAttributes.ts'
import type { JsonObject, JsonValue } from '#contract/json.ts'
import { utf8Length } from '#contract/utf8Length.ts'
import { storableText } from '#server/store/prepare/storableText.ts'
import { cutTextOf } from './cutMark.ts'
import { Fields } from './Fields.ts'
import { integerText } from './integerText.ts'

/**
 * Maximum size of one value, all its texts and keys together, in bytes. Large enough for an image within a message.
 */
export const VALUE_MAX_BYTES = 4 * 1024 * 1024
export const ATTRIBUTES_MAX = 1000
/** Maximum nesting of lists and maps in one value. */
export const VALUE_DEPTH_MAX = 32
const KEY_MAX_LENGTH = 1024
const CUT_NAMES_MAX = 100
/** What a value other than text costs of the budget, in bytes. */
const SCALAR_BYTES = 8
/** Maximum size of a name or similar, in bytes. */
const TEXT_MAX_BYTES = 64 * 1024

export type AttributeBounds = {
  /** Maximum size of one value, in bytes. */
  readonly value: number
  /** Maximum size of all attributes together, in bytes. */
  readonly all: number
}
/** For a span: its attributes and those of its events and links. */
export const SPAN_BOUNDS: AttributeBounds = { value: VALUE_MAX_BYTES, all: 6 * 1024 * 1024 }
/** For a resource, which many spans share. */
export const CONTEXT_BOUNDS: AttributeBounds = { value: 64 * 1024, all: 256 * 1024 }

/** The remaining space for attributes that share a limit. */
export class Budget {
  readonly valueMax: number
  readonly #all: number
  #left: number

  constructor({ value, all }: AttributeBounds) {
    this.valueMax = value
    this.#all = all
    this.#left = all
  }

  get taken(): number {
    return this.#all - this.#left
  }

  get left(): number {
    return this.#left
  }

  take(bytes: number): boolean {
    if (bytes > this.#left) return false
    this.#left -= bytes
    return true
  }
}

/**
 * Converts attributes to JSON. Values, keys and lists that are too large are truncated; the attribute `runlens.cut`
 * lists their names, and `runlens.cut_bytes` the original sizes of those that are texts. For duplicate keys, the last
 * one wins.
 */
export function readAttributes(list: readonly unknown[], budget: Budget): JsonObject {
  if (list.length === 0) return {}
  const kept = new Map<string, JsonValue>()
  const cut = new Map<string, number | undefined>()
  for (const item of list) {
    const fields = Fields.of(item)
    if (!fields) continue
    const key = storableText(fields.text('key'))
    const isRoom = key.length <= KEY_MAX_LENGTH && (kept.size < ATTRIBUTES_MAX || kept.has(key))
    if (!isRoom || !budget.take(utf8Length(key) + SCALAR_BYTES)) {
      if (cut.size < CUT_NAMES_MAX) cut.set(cutText(key, KEY_MAX_LENGTH), undefined)
      continue
    }
    const room = new Room(budget)
    kept.set(key, valueOf(fields.get('value'), room, 0))
    if (room.isCut && cut.size < CUT_NAMES_MAX) cut.set(key, room.cutBytes)
  }
  if (cut.size > 0) kept.set(CUT, [...cut.keys()])
  const sizes = [...cut].flatMap(([key, bytes]) => (bytes === undefined ? [] : [[key, bytes] as const]))
  if (sizes.length > 0) kept.set(CUT_BYTES, Object.fromEntries(sizes))
  // fromEntries defines own properties, even for `__proto__`.
  return Object.fromEntries(kept)
}

/** A storable text, truncated to the limit for names. */
export const boundedText = (text: string): string =>
  cutText(storableText(cutTextOf(text)?.beginning ?? text), TEXT_MAX_BYTES)

/** The remaining space for one value. */
class Room {
  readonly #budget: Budget
  #left: number
  isCut = false
  /** Original size of the text in bytes, if the whole value is a text and was truncated. */
  cutBytes: number | undefined

  constructor(budget: Budget) {
    this.#budget = budget
    this.#left = budget.valueMax
  }

  /** Takes space. Returns false if there was not enough, in which case the value is incomplete. */
  take(bytes: number): boolean {
    if (bytes > this.#left || !this.#budget.take(bytes)) {
      this.isCut = true
      return false
    }
    this.#left -= bytes
    return true
  }

  /** `isWhole`: the text is the entire value. */
  text(given: string, isWhole = false): string {
    const cut = cutTextOf(given)
    const whole = storableText(cut?.beginning ?? given)
    const bytes = utf8Length(whole)
    if (cut === undefined && this.take(bytes)) return whole
    this.isCut = true
    if (isWhole) this.cutBytes = cut?.bytes ?? bytes
    const part = cutText(whole, Math.max(0, Math.min(this.#left, this.#budget.left)))
    this.#budget.take(utf8Length(part))
    this.#left = 0
    return part
  }
}

/** Converts an `AnyValue`. */
function valueOf(any: unknown, room: Room, depth: number): JsonValue {
  const fields = Fields.of(any)
  if (!fields || !room.take(SCALAR_BYTES)) return null
  const text = fields.get('stringValue') ?? fields.get('bytesValue')
  if (typeof text === 'string') return room.text(text, depth === 0)
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

/** A number if it represents the integer exactly, else its digits. */
function integer(value: unknown): JsonValue {
  const digits = integerText(value)
  if (digits === undefined) return null
  return Number.isSafeInteger(Number(digits)) ? Number(digits) : digits
}

/** JSON has no `NaN` and no infinity. OTLP/JSON writes them as strings, and they stay strings. */
function double(value: unknown): JsonValue {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number !== 'number') return null
  return Number.isFinite(number) ? number : String(number)
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** The beginning of a text, up to a number of bytes, without splitting a character. */
function cutText(text: string, maxBytes: number): string {
  if (text.length * 3 <= maxBytes) return text
  const bytes = new Uint8Array(maxBytes)
  const { read, written } = new TextEncoder().encodeInto(text, bytes)
  // A copy, because a slice would keep the whole text in memory.
  return read === text.length ? text : utf8.decode(bytes.subarray(0, written))
}
