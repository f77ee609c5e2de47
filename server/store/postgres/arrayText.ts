/**
 * Texts as a Postgres array literal, `{"a",NULL,"b \"quoted\""}`, for a parameter `$1::text::text[]`. Every element is
 * quoted, so that none is mistaken for NULL, a brace or a comma. Implemented here because the two drivers convert
 * arrays to text differently.
 */
export const arrayText = (values: readonly (string | null)[]): string =>
  `{${values.map((value) => (value === null ? 'NULL' : arrayElement(value))).join(',')}}`

/** One element of an array literal. */
export const arrayElement = (value: string): string =>
  `"${/["\\]/.test(value) ? value.replace(/["\\]/g, '\\$&') : value}"`
