/**
 * Text as Postgres can hold it: it refuses NUL, and UTF-8 has no lone surrogates. NUL becomes U+2400 (its picture) and a
 * lone surrogate U+FFFD, so that a reader sees that something was there. Values only: an id is never repaired but
 * refused by the contract, since two ids must not become one.
 */
export const storableText = (text: string): string =>
  text.isWellFormed() && !text.includes('\u0000') ? text : text.toWellFormed().replaceAll('\u0000', '\u2400')

/**
 * A JSON value, or a row made of them, with storable texts and keys throughout: itself where it is so already, as nearly
 * all are, else a copy. Recursive: check the depth first.
 */
export function storableJson<Value>(value: Value): Value
export function storableJson(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value)
  if (value === null || typeof value !== 'object' || isStorable(value)) return value
  if (Array.isArray(value)) return value.map((item: unknown) => storableJson(item))
  // fromEntries defines own fields, also one called `__proto__`; assigning it would set the prototype.
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [storableText(key), storableJson<unknown>(item)]),
  )
}

/**
 * Whether a text that `JSON.stringify` made is of a value that is storable throughout; false also of some that are. What
 * is not storable is written as `\\u0000` or `\\ud800`, and to look for one is quicker than to go through a value.
 */
export const isPlainJson = (text: string): boolean => !text.includes('\\u')

function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return storableText(value) === value
  if (value === null || typeof value !== 'object') return true
  if (Array.isArray(value)) return value.every(isStorable)
  for (const [key, item] of Object.entries(value)) if (storableText(key) !== key || !isStorable(item)) return false
  return true
}
