import { ConcurrencyLimit } from './ConcurrencyLimit.ts'
import type { ImportContext } from './ImportContext.ts'
import { inGroups } from './inGroups.ts'
import type { MendedRun } from './mendRun.ts'
import { writeGroup } from './writeGroup.ts'

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

/** Stores the runs, counts them, and adds their edges to `handled`. */
export async function writeRuns(context: ImportContext, runs: AsyncIterable<MendedRun>): Promise<void> {
  const { tally, handled, onProgress } = context
  const showProgress = () => onProgress?.(tally.progress())
  const writing = new ConcurrencyLimit(WRITES_IN_FLIGHT)
  for await (const group of inGroups(runs, isFull))
    await writing.begin(async () => {
      await writeGroup(context, group)
      showProgress()
    })
  await writing.end()
  // At the end, because an old edge can be an edge of many runs.
  tally.addPlaced('dag_edges', handled.edges.size)
  showProgress()
}

const isFull = (runs: readonly MendedRun[]): boolean =>
  runs.length >= RUNS_AT_ONCE || runs.reduce((sum, { bundle }) => sum + bundle.events.length, 0) >= EVENTS_AT_ONCE
