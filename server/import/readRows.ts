import { grouped } from '#server/lib/grouped.ts'
import { cutBytesOf, ROW_BYTES_MAX } from './cutRows.ts'
import type { Finding, UnplacedFinding } from './findings.ts'
import type { ImportContext } from './ImportContext.ts'
import { keyIn, type OldTable, type RawRow } from './oldRows.ts'
import type { Pages } from './OldSource.ts'
import { recordFindings } from './recordFindings.ts'

/** How the rows of an old table are parsed: an entry of `OLD_TABLES`. */
type TableReader<Row> = { readonly table: OldTable; readonly read: (raw: RawRow) => Row | undefined }

/** The rows of an old table, counted. A row without a key, or too large to be read, is set aside. */
export async function* readRows<Row>(
  context: Pick<ImportContext, 'tally' | 'unplaced'>,
  pages: Pages<RawRow>,
  reader: TableReader<Row>,
): AsyncGenerator<readonly Row[]> {
  for await (const page of pages) {
    const { rows, findings } = parsePage(page, reader)
    context.tally.addRead(reader.table, page.length)
    await recordFindings(context, findings)
    yield rows
  }
}

function parsePage<Row>(page: readonly RawRow[], { table, read }: TableReader<Row>) {
  const rows: Row[] = []
  const findings: Finding[] = []
  for (const raw of page) {
    const bytes = cutBytesOf(raw)
    const row = bytes === undefined ? read(raw) : undefined
    if (row) rows.push(row)
    else findings.push(unreadableRow(table, raw, bytes))
  }
  return { rows, findings }
}

const unreadableRow = (table: OldTable, raw: RawRow, bytes: number | undefined): UnplacedFinding => ({
  kind: 'unreadable_row',
  table,
  key: keyIn(raw) ?? '',
  run_id: runIdOf(raw),
  reason: bytes === undefined ? 'the row has no readable id' : tooLarge(bytes),
  row: raw,
})

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
