import { type JsonObject, jsonTextDepth, type JsonValue } from '#contract/json.ts'

/** Reads attributes, which emitters write as texts, numbers or JSON in a text. Unexpected types give undefined. */

/** The first of the attributes with a text, or with a number or boolean as text. Never an empty text. */
export function textAt(attributes: JsonObject, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = attributes[name]
    if (typeof value === 'string' && value.trim() !== '') return value
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  }
  return undefined
}

export function numberAt(attributes: JsonObject, ...names: readonly string[]): number | undefined {
  for (const name of names) {
    const value = attributes[name]
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    if (typeof number === 'number' && Number.isFinite(number)) return number
  }
  return undefined
}

/** The first of the attributes that is present. JSON in a text is parsed. */
export function jsonAt(attributes: JsonObject, ...names: readonly string[]): JsonValue | undefined {
  for (const name of names) {
    const value = attributes[name]
    if (value !== undefined && value !== null && value !== '') return parsed(value)
  }
  return undefined
}

/**
 * JSON in a text that is nested deeper than this stays text: it is embedded in payloads, which must stay below
 * `JSON_DEPTH_MAX`.
 */
const DEPTH_MAX = 40

/** Parses JSON in a text; returns any other value unchanged. */
export function parsed(value: JsonValue): JsonValue {
  if (typeof value !== 'string' || !/^\s*[[{"]/.test(value) || jsonTextDepth(value) > DEPTH_MAX) return value
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON.parse returns only JSON values
    return JSON.parse(value) as JsonValue
  } catch {
    return value
  }
}

export const isObject = (value: JsonValue | undefined): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** `Array.isArray` does not narrow to `readonly JsonValue[]`. */
export const isList = (value: JsonValue | undefined): value is readonly JsonValue[] => Array.isArray(value)

/** An object with only the fields that have a value. */
export function present(fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const object: Record<string, JsonValue> = {}
  for (const name in fields) {
    const value = fields[name]
    if (value !== undefined && value !== null) object[name] = value
  }
  return object
}
