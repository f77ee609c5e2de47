import type { ImportTally } from './ImportTally.ts'
import { type Columns, type OldTable, readOldRow, type RowOf } from './oldRows.ts'
import type { RawRow } from './OldSource.ts'

/** The rows of an old table. A row that has no key is reported and passed over. */
export async function* readRows<Own extends Columns>(
  rows: AsyncIterable<RawRow>,
  { table, columns }: { readonly table: OldTable; readonly columns: Own },
  tally: ImportTally,
): AsyncGenerator<RowOf<Own>> {
  for await (const raw of rows) {
    tally.read(table)
    const row = readOldRow(columns, raw)
    if (row) yield row
    else
      await tally.find({
        kind: 'unreadable_row',
        table,
        key: '',
        run_id: runIdOf(raw),
        reason: 'the row has no readable id',
        row: raw,
      })
  }
}

/** The run that a row names, in whatever way. */
export function runIdOf({ run_id }: RawRow): string | undefined {
  return typeof run_id === 'string' ? run_id : undefined
}

export async function collect<Row>(rows: AsyncIterable<Row>): Promise<readonly Row[]> {
  const collected: Row[] = []
  for await (const row of rows) collected.push(row)
  return collected
}
