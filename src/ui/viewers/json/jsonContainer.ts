import type { JsonValue } from '#contract/json.ts'

export type JsonObjectValue = { readonly [key: string]: JsonValue }
export type JsonContainer = readonly JsonValue[] | JsonObjectValue

export const isContainer = (value: JsonValue): value is JsonContainer => value !== null && typeof value === 'object'

/** `Array.isArray` does not distinguish readonly arrays from other objects. */
export const isList = (value: JsonContainer): value is readonly JsonValue[] => Array.isArray(value)

/** Keys of larger objects are cached, because listing 300,000 of them takes a tenth of a second. */
const REMEMBERED = 1000
const remembered = new WeakMap<JsonObjectValue, readonly string[]>()

export function namesOf(value: JsonObjectValue): readonly string[] {
  const known = remembered.get(value)
  if (known) return known
  const names = Object.keys(value)
  if (names.length > REMEMBERED) remembered.set(value, names)
  return names
}

export const memberCount = (value: JsonContainer): number => (isList(value) ? value.length : namesOf(value).length)
