import type { ImportTally } from './ImportTally.ts'
import type { OldGraph } from './OldGraph.ts'
import { keyIn, type OldTable, type RawRow } from './oldRows.ts'
import type { OldSource } from './OldSource.ts'
import { runIdOf } from './readRows.ts'

/** Rows without a place are never put into another run: they are kept separately and reported. */
const REASON = 'the run that the row names is not stored'

/** Reports the rows of a run that cannot be imported itself. */
export async function reportRowsOfRun(run_id: string, source: OldSource, tally: ImportTally): Promise<void> {
  for await (const rows of source.eventsOfRun(run_id)) await reportRows('execution_events', rows, tally)
  for await (const rows of source.filesOfRun(run_id)) await reportRows('files', rows, tally)
  for await (const rows of source.messagesOfRun(run_id)) await reportRows('messages', rows, tally)
}

/** Reports rows whose run does not exist. */
export async function reportStrays(source: OldSource, tally: ImportTally): Promise<void> {
  for await (const strays of source.strays())
    // oxlint-disable-next-line no-await-in-loop -- waits until the store can take the next row
    for (const { table, row } of strays) await reportRows(table, [row], tally)
}

/** Reports nodes whose run does not exist or could not be imported. */
export async function reportNodesWithoutRun(
  graph: OldGraph,
  imported: ReadonlySet<string>,
  tally: ImportTally,
): Promise<void> {
  const homeless = [...graph.nodesByRun].flatMap(([run_id, nodes]) =>
    run_id === undefined || !imported.has(run_id) ? nodes : [],
  )
  for (const { id, run_id, raw } of homeless)
    // oxlint-disable-next-line no-await-in-loop -- waits until the store can take the next row
    await tally.find({ kind: 'run_missing', table: 'dag_nodes', key: id, run_id, reason: REASON, row: raw })
}

async function reportRows(table: OldTable, rows: readonly RawRow[], tally: ImportTally): Promise<void> {
  for (const row of rows) {
    tally.read(table)
    const about = { table, key: keyIn(row) ?? '', run_id: runIdOf(row), reason: REASON, row } as const
    // oxlint-disable-next-line no-await-in-loop -- waits until the store can take the next row
    await tally.find({ kind: 'run_missing', ...about })
  }
}
