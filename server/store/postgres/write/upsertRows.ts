import { Pace } from '#server/lib/Pace.ts'
import * as z from 'zod/mini'
import { arrayElement } from '../arrayText.ts'
import { NoRow, type SqlRunner } from '../sql.ts'
import { columnsOf, type ColumnType, idColumn, type Table } from '../tables.ts'

/** Maximum rows per statement; fewer if their text exceeds this many UTF-16 units. */
const ROWS_MAX = 1000
const TEXT_MAX = 4_000_000

/**
 * Stores rows, replacing rows with the same key. Rows are sent as one array per column: one plan and one parameter per
 * column for any number of rows. (The database took three times as long to read one JSON text for all rows: 85 µs per
 * event instead of 25.) Missing fields are null. `fieldOf` reads a field, JSON as text, so that rows need not be copied
 * into a shape with exactly these columns.
 */
export async function upsertRows<Row extends object>(
  tx: SqlRunner,
  table: Table,
  rows: readonly Row[],
  fieldOf?: FieldOf<Row>,
): Promise<void> {
  await queryWithRows(tx, table, upsertSql(table), rows, NoRow, fieldOf)
}

/** Stores rows whose keys are known to be new, so that the database need not look for existing ones. */
export async function insertRows<Row extends object>(
  tx: SqlRunner,
  table: Table,
  rows: readonly Row[],
  fieldOf?: FieldOf<Row>,
): Promise<void> {
  await queryWithRows(tx, table, insertSql(table), rows, NoRow, fieldOf)
}

/** Stores only rows whose key is not stored yet, and returns their ids. */
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
 * For a statement of `queryWithRows`: the rows of a portion, as a table `given`. Each array is in a subselect of its
 * own, because the planner would otherwise read all of it to find its length, and the executor would read it again. It
 * is unnested in the select list, because a function in `from` first materializes its rows, once per column.
 */
export function givenRows(table: Table): string {
  const columns = [...columnsOf(table)].map(
    ([name, type], index) => `unnest((select ${arrayOf(type, `$${index + 1}::text`)})) as "${name}"`,
  )
  return `(select ${columns.join(', ')}) as given`
}

/** Parses the text of a `ColumnText` as an array. */
function arrayOf(type: ColumnType, text: string): string {
  if (type === 'json') return `string_to_array(${text}, E'\\n', '')::json[]`
  return type === 'head of json' ? `string_to_array(${text}, E'\\n', '')` : `${text}::${type}[]`
}

/**
 * Runs a statement on rows, portion by portion, and returns all results. While the database works on one portion, the
 * next is prepared, in slices.
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
      // oxlint-disable-next-line no-await-in-loop -- this loop is meant to pause
      if (pace.isDue) await pace.rest()
      continue
    }
    // oxlint-disable-next-line no-await-in-loop -- one connection: the statements of a transaction run one by one
    for (const one of await answer) results.push(one)
    answer = tx.query(text, params, result)
    // Prevents an unhandled rejection if preparing the next portion throws.
    answer.catch(() => undefined)
  }
  for (const one of await answer) results.push(one)
  return results
}

/** The rows as parameters of statements, built on demand. Yields undefined where the caller may pause. */
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

/** Reads a column of a row; JSON as text. */
export type FieldOf<Row> = (row: Row, column: string, type: ColumnType) => unknown

function ownField(row: object, column: string, type: ColumnType): unknown {
  const value: unknown = Reflect.get(row, column)
  return type !== 'json' || value === null || value === undefined ? value : JSON.stringify(value)
}

/**
 * The values of one column as a text for `arrayOf`. Usually an array literal, see `arrayText`; values that are not
 * texts need no quotes. JSON is sent as one value per line instead, because it has neither line breaks nor empty texts:
 * its many quotes then need no escaping, and the database need not parse it character by character.
 */
class ColumnText {
  readonly name: string
  readonly type: ColumnType
  readonly #isLines: boolean
  #elements: string[] = []
  /** Adjacent rows often have the same value: the run, the node, the type. */
  #last: unknown
  #lastElement: string

  constructor(name: string, type: ColumnType) {
    this.name = name
    this.type = type
    this.#isLines = type === 'json' || type === 'head of json'
    this.#lastElement = this.#elementOf(undefined)
  }

  /** Returns the length of the added text. */
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
    // oxlint-disable-next-line typescript/no-base-to-string -- a text, a number, a boolean or JSON as text
    const text = String(value)
    return this.type === 'text' ? arrayElement(text) : text
  }
}
