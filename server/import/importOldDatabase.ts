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
  /** Called after each run with what was read so far. */
  readonly onProgress?: ((read: OldSize) => void) | undefined
  /** Whose the runs are; an import's, where nothing is said. */
  readonly as?: BundleWriter
}

/** Small runs are stored together, up to so many and so many events: a store takes longer to begin than to write a few rows. */
const RUNS_AT_ONCE = 100
const EVENTS_AT_ONCE = 1000
/** While the store writes some the next are read and mended: both are about the same work, on two processors. */
const WRITES_IN_FLIGHT = 3

/**
 * Reads an old database into a store, run by run, each mended on its way. Importing twice stores the same rows. One bad
 * row stops nothing: it is a finding of the report, and one without a place is kept apart from every run. Rejects only
 * where the source cannot be read or the store fails.
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
    // Here and not when they are written, which may end in any order: a report is the same each time.
    await tally.findAll(mended.findings)
    ready.push(mended)
    const events = ready.reduce((sum, { bundle }) => sum + bundle.events.length, 0)
    if (ready.length >= RUNS_AT_ONCE || events >= EVENTS_AT_ONCE) await flush()
  }
  await flush()
  await writing.end()

  tally.placed('dag_edges', placed.size)
  const unplaced = graph.edges.filter((edge) => !placed.has(edge) && !repeated.has(edge))
  // oxlint-disable-next-line no-await-in-loop -- the next row is made ready when there is room for it
  for (const edge of unplaced) await tally.find(unplacedEdge(edge, graph))
  await reportNodesWithoutRun(graph, imported, tally)
  await reportStrays(source, tally)
  await tally.end()
  await writer.settle()
  return tally.report()
}
