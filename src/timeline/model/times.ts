import type { EnrichedNode } from '#contract/summaries.ts'
import { microsecondsOf, type Timestamp } from '#contract/timestamps.ts'
import { isLive } from '#contract/words.ts'
import { shapeOf, type EventTable, type Shape } from '#src/records/eventTable/eventTable.ts'

/**
 * When something happened, in microseconds since 1970; NaN if not recorded. `end` is never before `start`: items
 * without duration, still running, or with an end before their start have `end` = `start`.
 */
export type Times = { readonly shape: Shape; readonly start: number; readonly end: number }

/** A period in microseconds since 1970; `start` < `end`. */
export type Span = { readonly start: number; readonly end: number }

const NO_TIMES: Times = { shape: 'none', start: Number.NaN, end: Number.NaN }

const instant = (time: Timestamp | null): number | undefined => (time === null ? undefined : microsecondsOf(time))

/** A node's own times, or else those of its first and last event. */
export function timesOfNode(node: EnrichedNode): Times {
  const start = instant(node.started_at) ?? instant(node.first_event_at)
  const completed = instant(node.completed_at)
  if (start === undefined) return completed === undefined ? NO_TIMES : momentAt(completed)
  if (completed !== undefined) return between(start, completed)
  if (isLive(node.status)) return { shape: 'open', start, end: start }
  const last = instant(node.last_event_at)
  return last !== undefined && last > start ? between(start, last) : momentAt(start)
}

export const timesOfRow = (table: EventTable, row: number): Times => ({
  shape: shapeOf(table, row),
  start: table.start[row] ?? Number.NaN,
  end: table.end[row] ?? Number.NaN,
})

const momentAt = (start: number): Times => ({ shape: 'point', start, end: start })

function between(start: number, end: number): Times {
  if (end === start) return momentAt(start)
  return end < start ? { shape: 'backwards', start, end: start } : { shape: 'span', start, end }
}

/** The end of the bar: items still running extend to `until`, the latest known time. */
export const barEnd = ({ shape, start, end }: Times, until: number): number =>
  shape === 'open' ? Math.max(start, until) : end

/** Duration in milliseconds; undefined if unknown. */
export const lengthOf = ({ shape, start, end }: Times): number | undefined =>
  shape === 'span' ? (end - start) / 1000 : undefined
