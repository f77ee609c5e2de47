import * as z from 'zod/mini'

/*
 * Many rows as one, column by column. As JSON objects, 20,000 rows repeat the field names, which doubles the text and
 * triples the time; as protocol rows they take PGlite five times as long. The columns are texts, because PGlite's
 * worker would parse JSON and copy the result, value by value, to this thread.
 */

/** Selects each of these columns of `select` as one JSON text, in row order; null if there are no rows. */
export const columnsSelect = (names: readonly string[], select: string): string =>
  `select ${aggregated(names)} from (${select}) listed`

export const aggregated = (names: readonly string[]): string =>
  names.map((name) => `json_agg("${name}")::text as "${name}"`).join(', ')

/**
 * Parses the values of one column from JSON text. Checked by a plain loop: a schema for 20,000 × 18 values takes as
 * long as the database.
 */
export const column = <Value>(holds: (value: unknown) => boolean) =>
  z.pipe(
    z.pipe(
      z.nullable(z.string()),
      z.transform((text): unknown => (text === null ? [] : JSON.parse(text))),
    ),
    z.custom<readonly Value[]>((values) => Array.isArray(values) && values.every(holds)),
  )

export const isText = (value: unknown) => typeof value === 'string'
export const isTextOrNull = (value: unknown) => value === null || typeof value === 'string'
export const isNumberOrNull = (value: unknown) => value === null || typeof value === 'number'
export const isWhole = (value: unknown) => Number.isSafeInteger(value)
export const isWholeOrNull = (value: unknown) => value === null || Number.isSafeInteger(value)
export const isFlag = (value: unknown) => typeof value === 'boolean'
export const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
export const isObjectOrNull = (value: unknown) => value === null || isObject(value)

/** A row's value in a column. */
export function at<Value>(values: readonly Value[], place: number): Value {
  const value = values[place]
  if (value === undefined) throw new Error('the columns of a list differ in length')
  return value
}
