import * as z from 'zod/mini'

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue }

/**
 * Any JSON. Its depth is bounded where it enters (`JSON_DEPTH_MAX`), so that a reply can be trusted to be shallow. A walk of
 * our own, since `z.json()` tries a union at every value and takes a third of a second for a payload of 5 MB; lazy, which is
 * how the OpenAPI document knows it.
 */
export const JsonValue = z.lazy(() => z.custom<JsonValue>(isJson, { error: 'must be JSON' }))
export const JsonObject = z.record(z.string(), JsonValue)
export type JsonObject = z.output<typeof JsonObject>

/** Whether a value in memory could have come out of `JSON.parse`. No recursion, so that no nesting can overflow the stack. */
function isJson(whole: unknown): boolean {
  const open: unknown[] = [whole]
  while (open.length > 0) {
    const value = open.pop()
    if (value === null || typeof value === 'string' || typeof value === 'boolean') continue
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) return false
    } else if (Array.isArray(value)) {
      // Not spread into `push`, which takes its arguments on the stack.
      for (const item of value) open.push(item)
    } else if (typeof value === 'object') {
      const prototype: unknown = Object.getPrototypeOf(value)
      if (prototype !== Object.prototype && prototype !== null) return false
      for (const key in value) open.push(Reflect.get(value, key))
    } else return false
  }
  return true
}

/** Levels of nesting that may reach a database: PGlite loses rows of some thousand levels without an error. */
export const JSON_DEPTH_MAX = 64

/**
 * Depth of a JSON text, counted over its bytes before anything parses it; `[]` has depth 1, `1` has depth 0.
 * Linear, no recursion: `JSON.parse` survives a million levels but nothing after it does.
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

/** Whether a JSON text is nested deeper than `JSON_DEPTH_MAX`. Nearly all have too few brackets for it, and those are quickly counted. */
export const isTextTooDeep = (text: string): boolean =>
  hasMoreBrackets(text, JSON_DEPTH_MAX) && jsonTextDepth(text) > JSON_DEPTH_MAX

/** Whether a text has more opening brackets than that, inside strings or not. */
function hasMoreBrackets(text: string, most: number): boolean {
  let count = 0
  for (const bracket of '[{')
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) {
      count++
      if (count > most) return true
    }
  return false
}

/** Whether a value in memory is nested deeper than `most` levels. It looks no deeper, so that no nesting can overflow the stack. */
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
