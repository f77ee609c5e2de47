/** An OTLP/JSON integer, given as a number or as digits, as decimal text; undefined if it is neither. */
export function integerText(value: unknown): string | undefined {
  if (typeof value === 'string') return /^-?\d{1,20}$/.test(value) ? value.replace(/^(-?)0+(?=\d)/, '$1') : undefined
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value).toString() : undefined
}
