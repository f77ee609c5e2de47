import type { JsonValue } from '#contract/json.ts'

/** Helpers to read payloads of unknown shape. Anything unexpected yields undefined, never an exception. */

/** An own property of an object, never an inherited one such as `constructor`. */
export function field(value: unknown, name: string): JsonValue | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value) || !Object.hasOwn(value, name))
    return undefined
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- payloads come from JSON, and it is an own property
  return (value as Readonly<Record<string, JsonValue>>)[name]
}

export function textIn(value: unknown, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const found = field(value, name)
    if (typeof found === 'string' && found.trim() !== '') return found
  }
  return undefined
}

export function numberIn(value: unknown, ...names: readonly string[]): number | undefined {
  for (const name of names) {
    const found = field(value, name)
    if (typeof found === 'number' && Number.isFinite(found)) return found
  }
  return undefined
}

/**
 * A slice keeps its whole original string in memory. Above this many surplus UTF-16 units, the slice is copied so that
 * the original can be freed.
 */
const KEPT_ALIVE_MAX = 64 * 1024

/** The first `max` UTF-16 units, without splitting a surrogate pair: a database does not accept half a pair. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text
  const last = text.charCodeAt(max - 1)
  const clipped = text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max)
  return text.length - max > KEPT_ALIVE_MAX ? structuredClone(clipped) : clipped
}
