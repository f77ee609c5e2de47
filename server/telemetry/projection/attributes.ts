import { type JsonObject, jsonTextDepth, type JsonValue } from '#contract/json.ts'

/** Reading attributes, which are texts, numbers or JSON in a text, as each emitter likes. What is not as hoped is undefined. */

/** The first of the attributes that holds a text, or a number or boolean as text; never an empty one. */
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

/** The first of the attributes that is there, JSON in a text parsed. */
export function jsonAt(attributes: JsonObject, ...names: readonly string[]): JsonValue | undefined {
  for (const name of names) {
    const value = attributes[name]
    if (value !== undefined && value !== null && value !== '') return parsed(value)
  }
  return undefined
}

/** Levels beyond which JSON in a text is left as text: it is put into other payloads, which must stay below `JSON_DEPTH_MAX`. */
const DEPTH_MAX = 40

/** JSON that was put into a text; anything else is returned as it is. */
export function parsed(value: JsonValue): JsonValue {
  if (typeof value !== 'string' || !/^\s*[[{"]/.test(value) || jsonTextDepth(value) > DEPTH_MAX) return value
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- whatever JSON.parse returns is JSON
    return JSON.parse(value) as JsonValue
  } catch {
    return value
  }
}

export const isObject = (value: JsonValue | undefined): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** `readonly JsonValue[]` is not what `Array.isArray` narrows to. */
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
