import type { ExecutionEvent } from '#contract/entities.ts'
import { millisecondsBetween, type Timestamp } from '#contract/timestamps.ts'

type Times = Pick<ExecutionEvent, 'timestamp' | 'started_at' | 'completed_at'>

/** When an event began: its start, else the time it was recorded. */
export const eventStart = (event: Times): Timestamp | null => event.started_at ?? event.timestamp

/** When an event ended: its end, else the time it was recorded, else its start. */
export const eventEnd = (event: Times): Timestamp | null => event.completed_at ?? event.timestamp ?? event.started_at

/** Milliseconds between two timestamps; null if either is missing. */
export const wallTime = (start: Timestamp | null, end: Timestamp | null): number | null =>
  start === null || end === null ? null : millisecondsBetween(start, end)
