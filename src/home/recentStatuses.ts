import type { RunRow } from '#contract/summaries.ts'
import { isLive } from '#contract/words.ts'
import { runningMs } from '#src/lib/runningMs.ts'

export type StatusCount = { readonly status: string; readonly count: number }

/** How often each status occurs, most frequent first, then by name. */
export function recentStatuses(runs: readonly Pick<RunRow, 'status'>[]): readonly StatusCount[] {
  const counts = new Map<string, number>()
  for (const { status } of runs) counts.set(status, (counts.get(status) ?? 0) + 1)
  return [...counts]
    .map(([status, count]) => ({ status, count }))
    .sort((a, b) => b.count - a.count || (a.status < b.status ? -1 : 1))
}

/**
 * Whether a run is in progress, and not abandoned by its writer.
 *
 * @param now milliseconds since 1970
 */
export const isRecentlyLive = (run: Pick<RunRow, 'status' | 'started_at' | 'completed_at'>, now: number): boolean =>
  isLive(run.status) && typeof runningMs(run, now) === 'number'
