import { CUT, CUT_BYTES } from '#server/store/spans/cutAttributes.ts'
import type { JsonObject, JsonValue } from '#contract/json.ts'
import { utf8Length } from '#contract/utf8Length.ts'
import { storableText } from '#server/store/prepare/storableText.ts'
import { cutTextOf } from './cutMark.ts'
import { Fields } from './Fields.ts'
import { integerText } from './integerText.ts'

/** Bytes that are kept of one value, its texts and keys taken together: a picture within a message must stay whole. */
export const VALUE_MAX_BYTES = 4 * 1024 * 1024
export const ATTRIBUTES_MAX = 1000
/** Levels of lists and maps that are kept of one value. */
export const VALUE_DEPTH_MAX = 32
const KEY_MAX_LENGTH = 1024
const CUT_NAMES_MAX = 100
/** What a value without text takes of the room. */
const SCALAR_BYTES = 8
/** Bytes that are kept of a name and the like. */
const TEXT_MAX_BYTES = 64 * 1024

export type AttributeBounds = {
  /** Bytes that are kept of one value. */
  readonly value: number
  /** Bytes that are kept of all attributes together. */
  readonly all: number
}
/** Of a span: its attributes and those of its events and links. */
export const SPAN_BOUNDS: AttributeBounds = { value: VALUE_MAX_BYTES, all: 6 * 1024 * 1024 }
/** Of a resource, which many spans share. */
export const CONTEXT_BOUNDS: AttributeBounds = { value: 64 * 1024, all: 256 * 1024 }

/** How much may still be kept of what belongs together. */
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
 * Attributes as JSON. Of values, keys and lists that are too large only a part is kept, and the names of these attributes
 * stand in one more attribute, `runlens.cut`; how many bytes those had that are texts, in `runlens.cut_bytes`. Of two with
 * one key the last counts.
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
  // fromEntries defines own fields, also one called `__proto__`.
  return Object.fromEntries(kept)
}

/** A text that may be stored, and no more of it than of a name. */
export const boundedText = (text: string): string =>
  cutText(storableText(cutTextOf(text)?.beginning ?? text), TEXT_MAX_BYTES)

/** How much of one value may still be kept. */
class Room {
  readonly #budget: Budget
  #left: number
  isCut = false
  /** Bytes of the text that is the whole value, where it is cut. */
  cutBytes: number | undefined

  constructor(budget: Budget) {
    this.#budget = budget
    this.#left = budget.valueMax
  }

  /** Whether there was room for so much; where there was not, the value is not whole. */
  take(bytes: number): boolean {
    if (bytes > this.#left || !this.#budget.take(bytes)) {
      this.isCut = true
      return false
    }
    this.#left -= bytes
    return true
  }

  /** `isWhole`: the text is all of the value. */
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

/** An `AnyValue`. */
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

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** The beginning of a text, as much as fits into so many bytes, without half a character at its end. */
function cutText(text: string, maxBytes: number): string {
  if (text.length * 3 <= maxBytes) return text
  const bytes = new Uint8Array(maxBytes)
  const { read, written } = new TextEncoder().encodeInto(text, bytes)
  // A copy of its own, for a part of a text would keep the whole in memory.
  return read === text.length ? text : utf8.decode(bytes.subarray(0, written))
}
