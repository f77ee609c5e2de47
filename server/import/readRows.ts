import type * as z from 'zod/mini'
import type { ImportTally } from './ImportTally.ts'
import type { FromRow, OldTable } from './oldRows.ts'
import type { RawRow } from './OldSource.ts'

/** The rows of an old table, read by its schema. A row that has no key is reported and passed over. */
export async function* readRows<Row extends object>(
  rows: AsyncIterable<RawRow>,
  { table, schema }: { readonly table: OldTable; readonly schema: z.ZodMiniType<Row> },
  tally: ImportTally,
): AsyncGenerator<Row & FromRow> {
  for await (const raw of rows) {
    tally.read(table)
    const row = schema.safeParse(raw)
    if (row.success) yield Object.assign(row.data, { raw })
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
