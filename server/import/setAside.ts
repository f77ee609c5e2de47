import type { UnplacedFinding } from './findings.ts'
import type { Handled, ImportContext } from './ImportContext.ts'
import { unplacedEdge } from './mendEdges.ts'
import type { OldGraph } from './OldGraph.ts'
import { keyIn, type OldNode, type OldTable, type RawRow } from './oldRows.ts'
import { runIdOf } from './readRows.ts'
import { recordFindings } from './recordFindings.ts'

/* Rows without a place are never put into another run: they are kept separately and reported. */

const RUN_MISSING = { kind: 'run_missing', reason: 'the run that the row names is not stored' } as const

/** Sets aside the edges that belong to no run. Call it after all runs are written. */
export async function setAsideEdges(context: ImportContext, graph: OldGraph): Promise<void> {
  const edges = graph.edges.filter((edge) => !isHandled(edge, context.handled))
  await recordFindings(
    context,
    edges.map((edge) => unplacedEdge(edge, graph)),
  )
}

const isHandled = (edge: OldGraph['edges'][number], { edges, repeatedEdges }: Handled): boolean =>
  edges.has(edge) || repeatedEdges.has(edge)

/** Sets aside the nodes whose run does not exist or has an invalid key. */
export async function setAsideNodes(context: ImportContext, graph: OldGraph): Promise<void> {
  const { runs } = context.handled
  const nodes = [...graph.nodesByRun].flatMap(([run_id, some]) =>
    run_id === undefined || !runs.has(run_id) ? some : [],
  )
  await recordFindings(context, nodes.map(nodeWithoutRun))
}

const nodeWithoutRun = ({ id, run_id, raw }: OldNode): UnplacedFinding => ({
  ...RUN_MISSING,
  table: 'dag_nodes',
  key: id,
  run_id,
  row: raw,
})

/** Sets aside the events, files and messages of a run that cannot be imported itself. */
export async function setAsideRowsOfRun(context: ImportContext, run_id: string): Promise<void> {
  const { source } = context
  for await (const rows of source.eventsOfRun(run_id)) await setAsideRows(context, 'execution_events', rows)
  for await (const rows of source.filesOfRun(run_id)) await setAsideRows(context, 'files', rows)
  for await (const rows of source.messagesOfRun(run_id)) await setAsideRows(context, 'messages', rows)
}

/** Sets aside the events, files and messages whose run does not exist. */
export async function setAsideStrays(context: ImportContext): Promise<void> {
  for await (const strays of context.source.strays())
    // oxlint-disable-next-line no-await-in-loop -- waits until the store can take the next row
    for (const { table, row } of strays) await setAsideRows(context, table, [row])
}

async function setAsideRows(context: ImportContext, table: OldTable, rows: readonly RawRow[]): Promise<void> {
  context.tally.addRead(table, rows.length)
  await recordFindings(
    context,
    rows.map((row) => rowWithoutRun(table, row)),
  )
}

const rowWithoutRun = (table: OldTable, row: RawRow): UnplacedFinding => ({
  ...RUN_MISSING,
  table,
  key: keyIn(row) ?? '',
  run_id: runIdOf(row),
  row,
})
