/**
 * Text as Postgres can hold it: it refuses NUL, and UTF-8 has no lone surrogates. NUL becomes U+2400 (its picture) and a
 * lone surrogate U+FFFD, so that a reader sees that something was there. Values only: an id is never repaired but
 * refused by the contract, since two ids must not become one.
 */
export const storableText = (text: string): string =>
  text.isWellFormed() && !text.includes('\u0000') ? text : text.toWellFormed().replaceAll('\u0000', '\u2400')

/**
 * A copy of a JSON value, or of a row made of them, with storable texts and keys throughout. Recursive: check the depth first.
 */
export function storableJson<Value>(value: Value): Value
export function storableJson(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value)
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map((item: unknown) => storableJson(item))
  // fromEntries defines own fields, also one called `__proto__`; assigning it would set the prototype.
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [storableText(key), storableJson<unknown>(item)]),
  )
}
