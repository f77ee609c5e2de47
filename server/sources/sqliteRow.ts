import { markCut, ROW_BYTES_MAX } from '#server/import/cutRows.ts'
import { quoted } from './quoted.ts'

/** A column to read, by its expression in SQL, and the name that the row is to have it by. */
export type SqliteColumn = { readonly name: string; readonly sql: string }
export type SqliteValue = string | number | bigint | null
export type SqliteRow = Readonly<Record<string, SqliteValue>>

export const columnOf = (alias: string, column: string, name = column): SqliteColumn => ({
  name,
  sql: `${alias === '' ? '' : `${alias}.`}${quoted(column)}`,
})

/**
 * One value for a whole row: its columns as a JSON array, as bytes. Handing over one value takes a quarter of the time of
 * handing over twenty. Bytes, because SQLite keeps texts as they were given, also ones that are no UTF-8, and the driver
 * ends the whole process on those. A real number is put in as JSON of its own, because SQLite itself writes only 15 of its
 * digits; a whole number beyond what JSON holds exactly as a list of its digits. An empty text behind a value makes a text
 * of bytes too, and of JSON that a view makes.
 *
 * Of a row that is too large only the short values are read, and behind them stands its length: SQLite knows the length of
 * a value without reading it.
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

/** Numbers come before all texts, and texts before all bytes: to compare takes less than to ask for the type. */
const jsonValue = (sql: string): string =>
  `case
    when ${sql} collate binary >= '' then ${sql} || ''
    when ${sql} is null then null
    when typeof(${sql}) = 'real' then json(printf('%!.17g', ${sql}))
    when ${sql} between ${Number.MIN_SAFE_INTEGER} and ${Number.MAX_SAFE_INTEGER} then ${sql}
    else json_array(${sql} || '') end`

const decoder = new TextDecoder()

/**
 * Reads what `rowAsBytes` gave of columns of these names. What is no UTF-8 becomes U+FFFD. Each row begins as a copy of
 * `empty`, see `emptyRow`, which takes half as long as to give it its columns one by one.
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
