import { NoRow, type SqlRunner } from './sql.ts'
import type { Table } from './tables.ts'

/** A statement takes this many rows, or fewer where their text grows beyond this many UTF-16 units. */
const ROWS_MAX = 1000
const TEXT_MAX = 4_000_000

/**
 * Stores rows, replacing those that are already there under the same key. The rows travel as one JSON text: one plan
 * and one parameter for any number of them. Fields that are no columns are ignored; a missing one is null.
 */
export async function upsertRows(tx: SqlRunner, table: Table, rows: readonly object[]): Promise<void> {
  const text = upsertSql(table)
  for (const chunk of chunks(rows)) {
    // oxlint-disable-next-line no-await-in-loop -- one connection: the statements of a transaction run one by one
    await tx.query(text, [chunk], NoRow)
  }
}

function upsertSql({ name, key, columns }: Table): string {
  const all = Object.entries({ ...key, ...columns }).map(([column, type]) => ({ column: `"${column}"`, type }))
  const names = all.map(({ column }) => column).join(', ')
  const types = all.map(({ column, type }) => `${column} ${type}`).join(', ')
  const updates = Object.keys(columns).map((column) => `"${column}" = excluded."${column}"`)
  return `insert into ${name} (${names})
    select ${names} from json_to_recordset($1::text::json) as given (${types})
    on conflict (${Object.keys(key).join(', ')}) do update set ${updates.join(', ')}`
}

/** JSON texts of arrays, bounded in rows and in length; a single row is never split. */
function* chunks(rows: readonly object[]): Generator<string> {
  let texts: string[] = []
  let length = 0
  for (const row of rows) {
    const text = JSON.stringify(row)
    if (texts.length === ROWS_MAX || (texts.length > 0 && length + text.length > TEXT_MAX)) {
      yield `[${texts.join(',')}]`
      texts = []
      length = 0
    }
    texts.push(text)
    length += text.length
  }
  if (texts.length > 0) yield `[${texts.join(',')}]`
}
