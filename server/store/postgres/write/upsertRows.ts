import { Pace } from '#server/lib/Pace.ts'
import * as z from 'zod/mini'
import { arrayElement } from '../arrayText.ts'
import { NoRow, type SqlRunner } from '../sql.ts'
import { columnsOf, type ColumnType, idColumn, type Table } from './tables.ts'

/** A statement takes this many rows, or fewer where their text grows beyond this many UTF-16 units. */
const ROWS_MAX = 1000
const TEXT_MAX = 4_000_000

/**
 * Stores rows, replacing those that are already there under the same key. The rows travel as one array for each column:
 * one plan and as many parameters as columns for any number of rows. (One JSON text for all of them took the database
 * three times as long to read: 85 µs an event instead of 25.) A field that is missing is null; `fieldOf` reads one, JSON
 * as its text, so that rows need not be copied into a shape with exactly these columns.
 */
export async function upsertRows<Row extends object>(
  tx: SqlRunner,
  table: Table,
  rows: readonly Row[],
  fieldOf?: FieldOf<Row>,
): Promise<void> {
  await queryWithRows(tx, table, upsertSql(table), rows, NoRow, fieldOf)
}

/** Stores rows under whose keys none is stored, so that the database need not look for one first. */
export async function insertRows<Row extends object>(
  tx: SqlRunner,
  table: Table,
  rows: readonly Row[],
  fieldOf?: FieldOf<Row>,
): Promise<void> {
  await queryWithRows(tx, table, insertSql(table), rows, NoRow, fieldOf)
}

/** Stores those rows under whose key none is stored yet, and answers with their ids. */
export async function addMissing(tx: SqlRunner, table: Table, rows: readonly object[]): Promise<readonly string[]> {
  const text = `${insertSql(table)} ${onConflict(table)} do nothing returning ${idColumn(table)} as id`
  return (await queryWithRows(tx, table, text, rows, z.object({ id: z.string() }))).map(({ id }) => id)
}

function upsertSql(table: Table): string {
  const updates = Object.keys(table.columns).map((column) => `"${column}" = excluded."${column}"`)
  return `${insertSql(table)} ${onConflict(table)} do update set ${updates.join(', ')}`
}

function insertSql(table: Table): string {
  const names = [...columnsOf(table).keys()].map((name) => `"${name}"`).join(', ')
  return `insert into ${table.name} (${names})
    select ${names} from ${givenRows(table)}`
}

const onConflict = (table: Table): string => `on conflict (${Object.keys(table.key).join(', ')})`

/**
 * In a statement of `queryWithRows`: the rows of a portion, as a table `given`. Each array is selected by itself, because
 * the planner would otherwise read all of it to learn how long it is, and the executor once more; and is unnested in the
 * select list, because a function in `from` first puts its rows into a store of its own, one for each column.
 */
export function givenRows(table: Table): string {
  const columns = [...columnsOf(table)].map(
    ([name, type], index) => `unnest((select ${arrayOf(type, `$${index + 1}::text`)})) as "${name}"`,
  )
  return `(select ${columns.join(', ')}) as given`
}

/** The array in a text of `ColumnText`. */
function arrayOf(type: ColumnType, text: string): string {
  if (type === 'json') return `string_to_array(${text}, E'\\n', '')::json[]`
  return type === 'head of json' ? `string_to_array(${text}, E'\\n', '')` : `${text}::${type}[]`
}

/**
 * Runs a statement on rows, portion by portion, and answers with all that it returned. While the database works on one
 * portion, the next is put together, in slices.
 */
export async function queryWithRows<Row extends object, Result extends z.core.$ZodType>(
  tx: SqlRunner,
  table: Table,
  text: string,
  rows: readonly Row[],
  result: Result,
  fieldOf: FieldOf<Row> = ownField,
): Promise<readonly z.output<Result>[]> {
  const results: z.output<Result>[] = []
  let answer: Promise<readonly z.output<Result>[]> = Promise.resolve([])
  const pace = new Pace()
  for (const params of portionsOf(table, rows, fieldOf)) {
    if (params === undefined) {
      // oxlint-disable-next-line no-await-in-loop -- the pauses are what this is for
      if (pace.isDue) await pace.rest()
      continue
    }
    // oxlint-disable-next-line no-await-in-loop -- one connection: the statements of a transaction run one by one
    for (const one of await answer) results.push(one)
    answer = tx.query(text, params, result)
    // Nobody else would hear of it where the next portion cannot be put together.
    answer.catch(() => undefined)
  }
  for (const one of await answer) results.push(one)
  return results
}

/** The rows as parameters of statements, made as they are asked for; undefined where a pause may be made. */
function* portionsOf<Row extends object>(
  table: Table,
  rows: readonly Row[],
  fieldOf: FieldOf<Row>,
): Generator<readonly string[] | undefined> {
  const columns = [...columnsOf(table)].map(([name, type]) => new ColumnText(name, type))
  let count = 0
  let length = 0
  for (const row of rows) {
    for (const column of columns) length += column.add(fieldOf(row, column.name, column.type))
    count += 1
    yield
    if (count < ROWS_MAX && length <= TEXT_MAX) continue
    yield columns.map((column) => column.take())
    count = 0
    length = 0
  }
  if (count > 0) yield columns.map((column) => column.take())
}

/** Reads a column of a row, JSON as its text. */
export type FieldOf<Row> = (row: Row, column: string, type: ColumnType) => unknown

function ownField(row: object, column: string, type: ColumnType): unknown {
  const value: unknown = Reflect.get(row, column)
  return type !== 'json' || value === null || value === undefined ? value : JSON.stringify(value)
}

/**
 * The values of one column as a text for `arrayOf`. In general one as Postgres reads an array, see `arrayText`; what is no
 * text holds nothing that is to be quoted. JSON, most of all that is stored and full of quotes, is one value a line
 * instead, for it has neither line breaks nor empty texts: nothing is to be escaped, nor read letter by letter.
 */
class ColumnText {
  readonly name: string
  readonly type: ColumnType
  readonly #isLines: boolean
  #elements: string[] = []
  /** Neighbours often hold the same: the run, the node, the type. */
  #last: unknown
  #lastElement: string

  constructor(name: string, type: ColumnType) {
    this.name = name
    this.type = type
    this.#isLines = type === 'json' || type === 'head of json'
    this.#lastElement = this.#elementOf(undefined)
  }

  /** Returns the length of the text that it added. */
  add(value: unknown): number {
    if (value !== this.#last) {
      this.#last = value
      this.#lastElement = this.#elementOf(value)
    }
    this.#elements.push(this.#lastElement)
    return this.#lastElement.length
  }

  take(): string {
    const text = this.#isLines ? this.#elements.join('\n') : `{${this.#elements.join(',')}}`
    this.#elements = []
    return text
  }

  #elementOf(value: unknown): string {
    if (value === null || value === undefined) return this.#isLines ? '' : 'NULL'
    // oxlint-disable-next-line typescript/no-base-to-string -- a text, a number, a truth value or JSON that is text already
    const text = String(value)
    return this.type === 'text' ? arrayElement(text) : text
  }
}
