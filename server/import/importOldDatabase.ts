import { RunId } from '#contract/ids.ts'
import type { BundleWriter, ImportWriter } from '#server/store/ports/writer.ts'
import type { Finding } from './findings.ts'
import { importSessions, sessionOf } from './importSessions.ts'
import { type ImportReport, ImportTally } from './ImportTally.ts'
import { ConcurrencyLimit } from './ConcurrencyLimit.ts'
import { unplacedEdge } from './mendEdges.ts'
import { keyOf } from './mendRows.ts'
import { type MendedRun, mendRun } from './mendRun.ts'
import { oldGraph } from './OldGraph.ts'
import { OLD_TABLES, type OldEdge } from './oldRows.ts'
import type { OldSize, OldSource } from './OldSource.ts'
import { collect, oneByOne, readRows } from './readRows.ts'
import { collectRun } from './collectRun.ts'
import { reportNodesWithoutRun, reportRowsOfRun, reportStrays } from './reportUnplaced.ts'
import { writeMended } from './writeMended.ts'

export type ImportOptions = {
  /** Called after each run with the progress so far. */
  readonly onProgress?: ((read: OldSize) => void) | undefined
  /** The owner of the runs; an import by default. */
  readonly as?: BundleWriter
}

/**
 * Small runs are stored together, up to this many runs and events, because starting a write costs more than writing a
 * few rows.
 */
const RUNS_AT_ONCE = 100
const EVENTS_AT_ONCE = 1000
/**
 * While the store writes some runs, the next ones are read and repaired: both take about the same time, on two
 * processors.
 */
const WRITES_IN_FLIGHT = 3

/**
 * Imports an old database into a store, run by run, repairing each. Importing twice stores the same rows. A bad row
 * stops nothing: it becomes a finding in the report, and a row without a place is kept apart from all runs. Rejects
 * only if the source cannot be read or the store fails.
 *
 * Memory holds the rows of a few runs, all nodes and edges, and the ids of sessions and runs.
 */
export async function importOldDatabase(
  source: OldSource,
  writer: ImportWriter,
  { onProgress, as }: ImportOptions = {},
): Promise<ImportReport> {
  const tally = new ImportTally(writer)
  const sessions = await importSessions(source, writer, tally, as)
  const graph = oldGraph(
    await collect(readRows(source.nodes(), OLD_TABLES.dag_nodes, tally)),
    await collect(readRows(source.edges(), OLD_TABLES.dag_edges, tally)),
  )
  const imported = new Set<string>()
  const placed = new Set<OldEdge>()
  const repeated = new Set<OldEdge>()

  const writing = new ConcurrencyLimit(WRITES_IN_FLIGHT)
  let ready: MendedRun[] = []
  const write = async (runs: readonly MendedRun[]): Promise<void> => {
    for (const { placedEdges, repeatedEdges } of await writeMended(runs, source, writer, tally, as)) {
      for (const edge of placedEdges) placed.add(edge)
      for (const edge of repeatedEdges) repeated.add(edge)
    }
    onProgress?.(tally.size())
  }
  const flush = async (): Promise<void> => {
    const runs = ready
    ready = []
    await writing.begin(() => write(runs))
  }

  for await (const old of oneByOne(readRows(source.runs(), OLD_TABLES.workflow_runs, tally))) {
    const row = { table: 'workflow_runs', key: old.id, run_id: old.id } as const
    if (imported.has(old.id)) {
      const reason = 'the table has this run twice; the first row was kept'
      await tally.find({ kind: 'duplicate_key', ...row, reason, row: old.raw })
      continue
    }
    const findings: Finding[] = []
    const run_id = keyOf(RunId, row, old.raw, (finding) => findings.push(finding))
    await tally.findAll(findings)
    if (run_id === undefined) {
      await reportRowsOfRun(old.id, source, tally)
      continue
    }
    imported.add(old.id)
    const session_id = await sessionOf(old, sessions, writer, tally, as)
    const mended = mendRun(await collectRun(old, run_id, session_id, source, tally), graph)
    // Here and not when the runs are written, because writes finish in any order and the report must be
    // deterministic.
    await tally.findAll(mended.findings)
    ready.push(mended)
    const events = ready.reduce((sum, { bundle }) => sum + bundle.events.length, 0)
    if (ready.length >= RUNS_AT_ONCE || events >= EVENTS_AT_ONCE) await flush()
  }
  await flush()
  await writing.end()

  tally.placed('dag_edges', placed.size)
  const unplaced = graph.edges.filter((edge) => !placed.has(edge) && !repeated.has(edge))
  // oxlint-disable-next-line no-await-in-loop -- waits until the store can take the next row
  for (const edge of unplaced) await tally.find(unplacedEdge(edge, graph))
  await reportNodesWithoutRun(graph, imported, tally)
  await reportStrays(source, tally)
  await tally.end()
  await writer.settle()
  return tally.report()
}
