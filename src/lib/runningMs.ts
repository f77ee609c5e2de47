import type { WorkflowRun } from '#contract/entities.ts'
import { microsecondsOf } from '#contract/timestamps.ts'
import { isLive } from '#contract/words.ts'

/** A run that has been going for longer than a day was more likely abandoned by its writer than still running. */
const ABANDONED_MS = 86_400_000

/**
 * How long a run without a recorded end has been running, in milliseconds; undefined if it is not running, or its start
 * is unknown. Never negative: the reader's clock may be behind that of the run's writer.
 *
 * @param now milliseconds since 1970
 */
export function runningMs(
  run: Pick<WorkflowRun, 'status' | 'started_at' | 'completed_at'>,
  now: number,
): number | 'abandoned' | undefined {
  if (run.started_at === null || run.completed_at !== null || !isLive(run.status)) return undefined
  const soFar = Math.max(0, now - microsecondsOf(run.started_at) / 1000)
  return soFar > ABANDONED_MS ? 'abandoned' : soFar
}
