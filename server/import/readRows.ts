import { cutBytesOf, ROW_BYTES_MAX } from './cutRows.ts'
import type { ImportTally } from './ImportTally.ts'
import { keyIn, type OldTable, type RawRow } from './oldRows.ts'
import type { Pages } from './OldSource.ts'
import { grouped } from '#server/lib/grouped.ts'

/** The rows of an old table. A row without a key, or too large to be read, is reported and skipped. */
export async function* readRows<Row>(
  pages: Pages<RawRow>,
  { table, read }: { readonly table: OldTable; readonly read: (raw: RawRow) => Row | undefined },
  tally: ImportTally,
): AsyncGenerator<readonly Row[]> {
  for await (const page of pages) {
    const rows: Row[] = []
    for (const raw of page) {
      tally.read(table)
      const bytes = cutBytesOf(raw)
      const row = bytes === undefined ? read(raw) : undefined
      if (row) rows.push(row)
      else {
        const reason = bytes === undefined ? 'the row has no readable id' : tooLarge(bytes)
        await tally.find({
          kind: 'unreadable_row',
          table,
          key: keyIn(raw) ?? '',
          run_id: runIdOf(raw),
          reason,
          row: raw,
        })
      }
    }
    yield rows
  }
}

const tooLarge = (bytes: number): string =>
  `the row has ${grouped(bytes)} bytes, more than the limit of ${grouped(ROW_BYTES_MAX)}; its long values were left in the old database`

/** The run id in a row, of any type. */
export function runIdOf({ run_id }: RawRow): string | undefined {
  return typeof run_id === 'string' ? run_id : undefined
}

/** The same rows one at a time, for tables with few rows or with slow processing. */
export async function* oneByOne<Row>(pages: Pages<Row>): AsyncGenerator<Row> {
  for await (const rows of pages) yield* rows
}

export async function collect<Row>(pages: Pages<Row>): Promise<readonly Row[]> {
  const collected: Row[] = []
  for await (const rows of pages) for (const row of rows) collected.push(row)
  return collected
}
