/**
 * How columns become JavaScript values, by type OID, for both engines: their defaults differ in 15 of 33 cases, and a
 * `Date` would lose the microseconds. Types not listed keep the default, which is the same in both: text, int4, bool,
 * bytea.
 */
const asIs = (text: string): string => text

export const COLUMN_PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  20: safeInteger, // int8
  114: (text) => JSON.parse(text) as unknown, // json
  700: Number, // float4
  701: Number, // float8
  1082: asIs, // date
  1114: asIs, // timestamp
  1184: asIs, // timestamptz
  1186: asIs, // interval
  1700: Number, // numeric
  3802: (text) => JSON.parse(text) as unknown, // jsonb
}

/** Beyond 2^53, a number would silently change its value. */
export class UnsafeIntegerError extends Error {
  override readonly name = 'UnsafeIntegerError'
}

function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new UnsafeIntegerError(`${text} is beyond what a number holds exactly`)
  return value
}
