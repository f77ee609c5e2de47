/**
 * A condition: one of the texts contains the needle. `lower` in `collate "C"` changes A–Z only, on every engine and
 * whatever the database's locale is; and `strpos`, unlike `like`, gives no character of the needle a meaning.
 */
export const containsText = (needle: string, texts: readonly string[]): string =>
  `(${texts.map((text) => `strpos(lower(${text} collate "C"), lower(${needle}::text collate "C")) > 0`).join(' or ')})`
