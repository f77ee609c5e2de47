/** An integer of OTLP/JSON, which may be a number or its digits, as decimal text; undefined where it is neither. */
export function integerText(value: unknown): string | undefined {
  if (typeof value === 'string') return /^-?\d{1,20}$/.test(value) ? value.replace(/^(-?)0+(?=\d)/, '$1') : undefined
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value).toString() : undefined
}
