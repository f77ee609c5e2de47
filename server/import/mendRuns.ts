import { collectRun } from './collectRun.ts'
import type { ImportContext } from './ImportContext.ts'
import { type MendedRun, mendRun } from './mendRun.ts'
import type { OldGraph } from './OldGraph.ts'
import type { KeyedRun } from './readRuns.ts'
import { recordFindings } from './recordFindings.ts'
import { sessionOfRun } from './sessionOfRun.ts'

/** Collects the rows of each run and repairs them. A run's session is stored before the run is returned. */
export async function* mendRuns(
  context: ImportContext,
  graph: OldGraph,
  runs: AsyncIterable<KeyedRun>,
): AsyncGenerator<MendedRun> {
  for await (const run of runs) {
    const session_id = await sessionOfRun(context, run.old)
    const mended = mendRun(await collectRun(context, run, session_id), graph)
    // Here and not when the runs are written, because writes finish in any order and the report must be
    // deterministic.
    await recordFindings(context, mended.findings)
    yield mended
  }
}
