/**
 * Text as Postgres can store it: it refuses NUL, and UTF-8 has no lone surrogates. NUL becomes U+2400 (its symbol) and
 * a lone surrogate becomes U+FFFD, so that readers see that something was there. For values only: the contract refuses
 * such ids instead of repairing them, because two ids must not become one.
 */
export const storableText = (text: string): string =>
  text.isWellFormed() && !text.includes('\u0000') ? text : text.toWellFormed().replaceAll('\u0000', '\u2400')

/**
 * A JSON value, or a row of them, with storable texts and keys throughout. Returns the value itself if nothing has to
 * change (nearly always), else a copy. Recursive: check the depth first.
 */
export function storableJson<Value>(value: Value): Value
export function storableJson(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value)
  if (value === null || typeof value !== 'object' || isStorable(value)) return value
  if (Array.isArray(value)) return value.map((item: unknown) => storableJson(item))
  // fromEntries defines own properties, including one named `__proto__`; assignment would set the prototype.
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [storableText(key), storableJson<unknown>(item)]),
  )
}

/**
 * Whether JSON from `JSON.stringify` is certain to be storable; false for some values that are storable too. Text that
 * is not storable is written as `\\u0000` or `\\ud800`, and searching for that is faster than walking the value.
 */
export const isPlainJson = (text: string): boolean => !text.includes('\\u')

function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return storableText(value) === value
  if (value === null || typeof value !== 'object') return true
  if (Array.isArray(value)) return value.every(isStorable)
  for (const [key, item] of Object.entries(value)) if (storableText(key) !== key || !isStorable(item)) return false
  return true
}
