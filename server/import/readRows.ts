import type { ImportTally } from './ImportTally.ts'
import type { OldTable } from './oldRows.ts'
import type { Pages, RawRow } from './OldSource.ts'

/** The rows of an old table. A row that has no key is reported and passed over. */
export async function* readRows<Row>(
  pages: Pages<RawRow>,
  { table, read }: { readonly table: OldTable; readonly read: (raw: RawRow) => Row | undefined },
  tally: ImportTally,
): AsyncGenerator<readonly Row[]> {
  for await (const page of pages) {
    const rows: Row[] = []
    for (const raw of page) {
      tally.read(table)
      const row = read(raw)
      if (row) rows.push(row)
      else {
        const reason = 'the row has no readable id'
        await tally.find({ kind: 'unreadable_row', table, key: '', run_id: runIdOf(raw), reason, row: raw })
      }
    }
    yield rows
  }
}

/** The run that a row names, in whatever way. */
export function runIdOf({ run_id }: RawRow): string | undefined {
  return typeof run_id === 'string' ? run_id : undefined
}

/** The same rows one at a time, for where there are few or each takes long by itself. */
export async function* oneByOne<Row>(pages: Pages<Row>): AsyncGenerator<Row> {
  for await (const rows of pages) yield* rows
}

export async function collect<Row>(pages: Pages<Row>): Promise<readonly Row[]> {
  const collected: Row[] = []
  for await (const rows of pages) for (const row of rows) collected.push(row)
  return collected
}
