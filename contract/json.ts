import * as z from 'zod/mini'

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue }

/** Any JSON. Its depth is bounded where it enters (`JSON_DEPTH_MAX`), so that a reply can be trusted to be shallow. */
export const JsonValue = z.json()
export const JsonObject = z.record(z.string(), z.json())
export type JsonObject = z.output<typeof JsonObject>

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

/** Depth of a value in memory, walked with a stack of our own so that no nesting can overflow the engine's. */
export function jsonValueDepth(value: unknown): number {
  let deepest = 0
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }]
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.value === null || typeof next.value !== 'object') continue
    const depth = next.depth + 1
    if (depth > deepest) deepest = depth
    for (const child of Object.values(next.value)) open.push({ value: child, depth })
  }
  return deepest
}
