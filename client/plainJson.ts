export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** The server accepts payloads nested up to 64 levels. */
const DEPTH_MAX = 60

/**
 * A snapshot of any value as JSON. Agents pass arbitrary values and may change them afterwards, and reporting must
 * never make them fail. Values that JSON cannot represent are described in words.
 */
export function plainJson(value: unknown): Json {
  return plain(value, [])
}

export function plainObject(value: unknown): { readonly [key: string]: Json } {
  const json = plainJson(value)
  if (json === null) return {}
  // `typeof` says 'object' for an array too, but an array has no named fields.
  return typeof json === 'object' && !isList(json) ? json : { value: json }
}

const isList = (json: Json): json is readonly Json[] => Array.isArray(json)

function plain(value: unknown, around: readonly object[]): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object') return null
  if (around.includes(value)) return '[circular]'
  return around.length >= DEPTH_MAX ? '[nested too deeply]' : attempt(() => plainOf(value, [...around, value]))
}

function plainOf(value: object, around: readonly object[]): Json {
  if (value instanceof Error) return { name: value.name, message: value.message }
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  if (value instanceof Map) return plain(Object.fromEntries(value), around)
  if (value instanceof Set) return plain([...value], around)
  if ('toJSON' in value && typeof value.toJSON === 'function') return plain(value.toJSON(), around)
  if (Array.isArray(value)) return value.map((item: unknown) => plain(item, around))
  const fields = Object.keys(value)
    .map((key) => [key, attempt(() => known(Reflect.get(value, key), around))] as const)
    .filter((field): field is readonly [string, Json] => field[1] !== undefined)
  return Object.fromEntries(fields)
}

/** Drops fields that have no value, as `JSON.stringify` does. */
const known = (value: unknown, around: readonly object[]): Json | undefined =>
  value === undefined || typeof value === 'function' || typeof value === 'symbol' ? undefined : plain(value, around)

/** A getter or a `toJSON` method may throw. */
function attempt<Result>(read: () => Result): Result | string {
  try {
    return read()
  } catch {
    return '[unreadable]'
  }
}
