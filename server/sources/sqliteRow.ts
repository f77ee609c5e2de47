import { markCut, ROW_BYTES_MAX } from '#server/import/cutRows.ts'
import { quoted } from './quoted.ts'

/** A column to read: its SQL expression, and its name in the row. */
export type SqliteColumn = { readonly name: string; readonly sql: string }
export type SqliteValue = string | number | bigint | null
export type SqliteRow = Readonly<Record<string, SqliteValue>>

export const columnOf = (alias: string, column: string, name = column): SqliteColumn => ({
  name,
  sql: `${alias === '' ? '' : `${alias}.`}${quoted(column)}`,
})

/**
 * Selects a row as a single value: its columns as a JSON array, in bytes. One value takes a quarter of the time of
 * twenty. Bytes, because SQLite stores texts unchecked, and the driver crashes the process on invalid UTF-8.
 * Floating-point numbers are formatted separately, because SQLite's JSON has only 15 digits. Integers beyond the safe
 * range become a list of their digits. Appending an empty text to a value turns bytes, and JSON from a view, into
 * text.
 *
 * Of a row that is too large, only the short values are read, followed by its length. SQLite knows the length of a
 * value without reading it.
 */
export function rowAsBytes(columns: readonly SqliteColumn[]): string {
  const array = (values: readonly string[]) => `cast(json_array(${values.join(', ')}) as blob)`
  const bytes = columns.map(({ sql }) => `ifnull(octet_length(${sql}), 0)`).join(' + ')
  const cut = columns.map(
    ({ sql }) => `case when octet_length(${sql}) > ${SHORT_BYTES} then ${unread(sql)} else ${jsonValue(sql)} end`,
  )
  const whole = columns.map(({ sql }) => jsonValue(sql))
  return `case when ${bytes} > ${ROW_BYTES_MAX} then ${array([...cut, bytes])} else ${array(whole)} end`
}

const SHORT_BYTES = 1000
const unread = (sql: string): string => `'(not read: ' || octet_length(${sql}) || ' bytes)'`

/** In SQLite, numbers sort before texts, and texts before bytes. Comparing is faster than asking for the type. */
const jsonValue = (sql: string): string =>
  `case
    when ${sql} collate binary >= '' then ${sql} || ''
    when ${sql} is null then null
    when typeof(${sql}) = 'real' then json(printf('%!.17g', ${sql}))
    when ${sql} between ${Number.MIN_SAFE_INTEGER} and ${Number.MAX_SAFE_INTEGER} then ${sql}
    else json_array(${sql} || '') end`

const decoder = new TextDecoder()

/**
 * Parses the result of `rowAsBytes` for columns of these names. Invalid UTF-8 becomes U+FFFD. Each row starts as a
 * copy of `empty`, see `emptyRow`, which takes half the time of adding columns one by one.
 */
export function readRow(names: readonly string[], empty: SqliteRow, bytes: ArrayBuffer | ArrayBufferView): SqliteRow {
  const values: unknown = JSON.parse(decoder.decode(bytes))
  if (!Array.isArray(values)) throw new TypeError('the driver gave no list for a row')
  const row: Record<string, SqliteValue> = { ...empty }
  for (let index = 0; index < names.length; index++) row[names[index] ?? ''] = valueOf(values[index])
  if (values.length > names.length) markCut(row, Number(values[names.length]))
  return row
}

export const emptyRow = (names: readonly string[]): SqliteRow => Object.fromEntries(names.map((name) => [name, null]))

function valueOf(value: unknown): SqliteValue {
  if (typeof value === 'string' || typeof value === 'number' || value === null) return value
  if (Array.isArray(value)) return BigInt(String(value[0]))
  throw new TypeError('the driver gave a value of no type of SQLite')
}
