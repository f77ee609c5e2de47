/**
 * Texts as Postgres reads an array, `{"a",NULL,"b \"quoted\""}`: for a parameter `$1::text::text[]`. Every element is
 * quoted, so that none is taken for NULL, a brace or a comma. Written here because the two drivers turn arrays into text
 * differently.
 */
export const arrayText = (values: readonly (string | null)[]): string =>
  `{${values.map((value) => (value === null ? 'NULL' : arrayElement(value))).join(',')}}`

/** One element of such a text. */
export const arrayElement = (value: string): string =>
  `"${/["\\]/.test(value) ? value.replace(/["\\]/g, '\\$&') : value}"`
