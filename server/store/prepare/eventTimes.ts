import type { ExecutionEvent } from '#contract/entities.ts'
import { DURATION_MAX_MS, microsecondsOf, millisecondsBetween, type Timestamp } from '#contract/timestamps.ts'

type Times = Pick<ExecutionEvent, 'timestamp' | 'started_at' | 'completed_at'>

/** When an event began: its start, else the time it was recorded. */
export const eventStart = (event: Times): Timestamp | null => event.started_at ?? event.timestamp

/** When an event ended: its end, else the time it was recorded, else its start. */
export const eventEnd = (event: Times): Timestamp | null => event.completed_at ?? event.timestamp ?? event.started_at

type Interval = { readonly began: number; readonly ended: number }

/** The interval of an event in microseconds, as `busy_ms` of the contract defines it; undefined if it has none. */
export function intervalOf(event: Times & Pick<ExecutionEvent, 'duration_ms'>): Interval | undefined {
  const { completed_at, duration_ms } = event
  const isPlausible = duration_ms !== null && duration_ms >= 0 && duration_ms <= DURATION_MAX_MS
  const lasted = isPlausible ? Math.round(duration_ms * 1000) : undefined
  const start = eventStart(event)
  const end = completed_at === null ? undefined : microsecondsOf(completed_at)
  const began = start === null ? minus(end, lasted) : microsecondsOf(start)
  const ended = end ?? (began === undefined || lasted === undefined ? undefined : began + lasted)
  return began === undefined || ended === undefined || ended < began ? undefined : { began, ended }
}

const minus = (moment: number | undefined, lasted: number | undefined): number | undefined =>
  moment === undefined || lasted === undefined ? undefined : moment - lasted

/** Milliseconds during which at least one event was in progress; null if no event has an interval. */
export function busyTime(events: readonly (Times & Pick<ExecutionEvent, 'duration_ms'>)[]): number | null {
  const intervals = events.flatMap((event) => intervalOf(event) ?? []).sort((a, b) => a.began - b.began)
  if (intervals.length === 0) return null
  let busy = 0
  let covered = -Infinity
  for (const { began, ended } of intervals) {
    busy += Math.max(0, ended - Math.max(began, covered))
    covered = Math.max(covered, ended)
  }
  return busy / 1000
}

/** Milliseconds between two timestamps; null if either is missing. */
export const wallTime = (start: Timestamp | null, end: Timestamp | null): number | null =>
  start === null || end === null ? null : millisecondsBetween(start, end)
