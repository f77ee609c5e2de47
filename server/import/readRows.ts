import type * as z from 'zod/mini'
import type { ImportTally } from './ImportTally.ts'
import type { OldTable } from './oldRows.ts'
import type { RawRow } from './OldSource.ts'

/** The rows of an old table, read by its schema. A row that has no key is counted, reported and passed over. */
export async function* readRows<Row>(
  rows: AsyncIterable<RawRow>,
  { table, schema }: { readonly table: OldTable; readonly schema: z.ZodMiniType<Row> },
  tally: ImportTally,
): AsyncGenerator<Row> {
  for await (const raw of rows) {
    tally.read(table)
    const row = schema.safeParse(raw)
    if (row.success) yield row.data
    else
      tally.find({
        kind: 'unreadable_row',
        table,
        key: '',
        run_id: undefined,
        reason: 'the row has no readable id',
      })
  }
}

export async function collect<Row>(rows: AsyncIterable<Row>): Promise<readonly Row[]> {
  const collected: Row[] = []
  for await (const row of rows) collected.push(row)
  return collected
}
