import type { ImportTally } from './ImportTally.ts'
import type { OldGraph } from './OldGraph.ts'
import { OLD_TABLES, type OldTable } from './oldRows.ts'
import type { OldSource, RawRow } from './OldSource.ts'

/** What finds no place is never put into another run: it stays where it is and is told of. */
const REASON = 'the run that the row names is not stored'

/** The rows of a run that itself cannot be imported. */
export async function reportRowsOfRun(run_id: string, source: OldSource, tally: ImportTally): Promise<void> {
  for await (const row of source.eventsOfRun(run_id)) reportRow('execution_events', row, tally)
  for await (const row of source.filesOfRun(run_id)) reportRow('files', row, tally)
  for await (const row of source.messagesOfRun(run_id)) reportRow('messages', row, tally)
}

/** Rows whose run is missing altogether. */
export async function reportStrays(source: OldSource, tally: ImportTally): Promise<void> {
  for await (const { table, row } of source.strays()) reportRow(table, row, tally)
}

/** Nodes whose run is missing or could not be imported. */
export function reportNodesWithoutRun(graph: OldGraph, imported: ReadonlySet<string>, tally: ImportTally): void {
  for (const [run_id, nodes] of graph.nodesByRun)
    if (run_id === undefined || !imported.has(run_id))
      for (const node of nodes)
        tally.find({ kind: 'run_missing', table: 'dag_nodes', key: node.id, run_id, reason: REASON })
}

function reportRow(table: OldTable, raw: RawRow, tally: ImportTally): void {
  tally.read(table)
  const row = OLD_TABLES[table].schema.safeParse(raw)
  const run_id = raw['run_id']
  tally.find({
    kind: 'run_missing',
    table,
    key: row.success ? row.data.id : '',
    run_id: typeof run_id === 'string' ? run_id : undefined,
    reason: REASON,
  })
}
