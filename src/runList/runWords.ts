import type { RunRow } from '#contract/summaries.ts'
import { millisecondsBetween } from '#contract/timestamps.ts'
import { formatDuration, plural, spoken, UNKNOWN } from '#src/lib/format.ts'
import { runningMs } from '#src/lib/runningMs.ts'
import { runTitle } from '#src/lib/runTitle.ts'
import { visibleText } from '#src/lib/visibleText.ts'

/** The texts of a row in the run list. */
export type RunWords = {
  /** The task, or else the name of the run, or `run 4870fb7a` if neither was recorded. */
  readonly title: string
  /** `1m 04s`, `12m 30s so far`, `no end recorded`; undefined if unknown. */
  readonly duration: string | undefined
  /** `planner · planning control`; a dash if neither was recorded. */
  readonly madeBy: string
  /** `3 nodes · 16 events`, or `Nothing recorded`. */
  readonly counts: string
}

/** @param now milliseconds since 1970, for active runs. */
export function runWords(run: RunRow, now: number): RunWords {
  const madeBy = [run.agent, run.mode && spoken(run.mode)].filter(Boolean).join(' · ')
  return {
    title: runTitle(run),
    duration: durationOf(run, now),
    madeBy: visibleText(madeBy) || UNKNOWN,
    counts: isEmpty(run)
      ? 'Nothing recorded'
      : `${plural(run.node_count, 'node')} · ${plural(run.event_count, 'event')}`,
  }
}

/** Whether a run has nothing but its own row. */
const isEmpty = ({ node_count, event_count, file_count, message_count }: RunRow): boolean =>
  node_count + event_count + file_count + message_count === 0

/** A run that stopped without recording its end has no duration; only an active one is still counting. */
function durationOf(run: RunRow, now: number): string | undefined {
  if (run.started_at === null) return undefined
  if (run.completed_at !== null) return formatDuration(millisecondsBetween(run.started_at, run.completed_at))
  const soFar = runningMs(run, now)
  if (soFar === undefined) return undefined
  if (soFar === 'abandoned') return 'no end recorded'
  // The list's clock ticks once a minute, so seconds would be misleading.
  return soFar < 60_000 ? '< 1m so far' : `${formatDuration(Math.floor(soFar / 60_000) * 60_000)} so far`
}
