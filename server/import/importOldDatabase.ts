import type { ImportWriter } from '#server/store/ports/writer.ts'
import { importContext, type ImportOptions } from './ImportContext.ts'
import { importSessions } from './importSessions.ts'
import type { ImportReport } from './ImportTally.ts'
import { mendRuns } from './mendRuns.ts'
import type { OldSource } from './OldSource.ts'
import { readGraph } from './readGraph.ts'
import { readRuns } from './readRuns.ts'
import { setAsideEdges, setAsideNodes, setAsideStrays } from './setAside.ts'
import { writeRuns } from './writeRuns.ts'

export type { ImportOptions } from './ImportContext.ts'

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
  options: ImportOptions = {},
): Promise<ImportReport> {
  const context = importContext(source, writer, options)

  await importSessions(context)
  const graph = await readGraph(context)

  // These two are lazy: `writeRuns` takes one run after the other from them.
  const runs = readRuns(context)
  const mended = mendRuns(context, graph, runs)
  await writeRuns(context, mended)

  await setAsideEdges(context, graph)
  await setAsideNodes(context, graph)
  await setAsideStrays(context)
  await context.unplaced.flush()

  await writer.settle()
  return context.tally.report()
}
