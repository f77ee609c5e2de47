export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** The server takes payloads of 64 levels. */
const DEPTH_MAX = 60

/**
 * A value as JSON at this moment, whatever it is: agents hand over what they have, change it afterwards, and must not
 * fail for telling of it. What JSON has no form for is told in words.
 */
export function plainJson(value: unknown): Json {
  return plain(value, [])
}

export function plainObject(value: unknown): { readonly [key: string]: Json } {
  const json = plainJson(value)
  if (json === null) return {}
  // An array is an object to `typeof`, and no record of names.
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

/** As `JSON.stringify` does, a field that has nothing to tell is left out. */
const known = (value: unknown, around: readonly object[]): Json | undefined =>
  value === undefined || typeof value === 'function' || typeof value === 'symbol' ? undefined : plain(value, around)

/** A getter or a `toJSON` of somebody else may throw. */
function attempt<Result>(read: () => Result): Result | string {
  try {
    return read()
  } catch {
    return '[unreadable]'
  }
}
