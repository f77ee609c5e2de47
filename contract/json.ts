import * as z from 'zod/mini'

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue }

/**
 * Any JSON. Its depth is limited on input (`JSON_DEPTH_MAX`), so replies are known to be shallow. A custom check,
 * because `z.json()` tries a union at every value and takes a third of a second for a payload of 5 MB. Lazy, because
 * that is how the OpenAPI generator recognises it.
 */
export const JsonValue = z.lazy(() => z.custom<JsonValue>(isJson, { error: 'must be JSON' }))
export const JsonObject = z.record(z.string(), JsonValue)
export type JsonObject = z.output<typeof JsonObject>

/** Whether a value could have come from `JSON.parse`. Not recursive, so deep nesting cannot overflow the stack. */
function isJson(whole: unknown): boolean {
  const open: unknown[] = [whole]
  while (open.length > 0) {
    const value = open.pop()
    if (value === null || typeof value === 'string' || typeof value === 'boolean') continue
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) return false
    } else if (Array.isArray(value)) {
      // Not spread into `push`, which passes its arguments on the stack.
      for (const item of value) open.push(item)
    } else if (typeof value === 'object') {
      const prototype: unknown = Object.getPrototypeOf(value)
      if (prototype !== Object.prototype && prototype !== null) return false
      for (const key in value) open.push(Reflect.get(value, key))
    } else return false
  }
  return true
}

/** Maximum nesting depth of JSON in the database: PGlite silently loses rows that are a few thousand levels deep. */
export const JSON_DEPTH_MAX = 64

/**
 * Depth of a JSON text, counted before anything parses it; `[]` has depth 1, `1` has depth 0. Linear and not
 * recursive: `JSON.parse` survives a million levels, but nothing after it does.
 */
export function jsonTextDepth(text: string): number {
  let depth = 0
  let deepest = 0
  let inString = false
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i)
    if (inString) {
      if (char === 0x5c) i++
      else if (char === 0x22) inString = false
    } else if (char === 0x22) inString = true
    else if (char === 0x5b || char === 0x7b) {
      depth++
      if (depth > deepest) deepest = depth
    } else if (char === 0x5d || char === 0x7d) depth--
  }
  return deepest
}

/**
 * Whether a JSON text is nested deeper than `JSON_DEPTH_MAX`. Most texts have too few brackets for that, which is
 * quick to check.
 */
export const isTextTooDeep = (text: string): boolean =>
  hasMoreBrackets(text, JSON_DEPTH_MAX) && jsonTextDepth(text) > JSON_DEPTH_MAX

/** Whether a text has more than `most` opening brackets, inside strings or not. */
function hasMoreBrackets(text: string, most: number): boolean {
  let count = 0
  for (const bracket of '[{')
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) {
      count++
      if (count > most) return true
    }
  return false
}

/**
 * Whether a value is nested deeper than `most` levels. Stops there and is not recursive, so deep nesting cannot
 * overflow the stack.
 */
export function isValueTooDeep(value: unknown, most = JSON_DEPTH_MAX): boolean {
  if (value === null || typeof value !== 'object') return false
  if (most === 0) return true
  if (Array.isArray(value)) {
    for (const item of value) if (isValueTooDeep(item, most - 1)) return true
  } else {
    for (const key in value) if (isValueTooDeep(Reflect.get(value, key), most - 1)) return true
  }
  return false
}
