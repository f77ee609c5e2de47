import type { ExecutionEvent } from '#contract/entities.ts'
import { millisecondsBetween, type Timestamp } from '#contract/timestamps.ts'

type Times = Pick<ExecutionEvent, 'timestamp' | 'started_at' | 'completed_at'>

/** When an event began, as far as it says: its start, else the moment that it was recorded at. */
export const eventStart = (event: Times): Timestamp | null => event.started_at ?? event.timestamp

/** When an event ended, as far as it says: its end, else the moment that it was recorded at, else its start. */
export const eventEnd = (event: Times): Timestamp | null => event.completed_at ?? event.timestamp ?? event.started_at

/** Milliseconds between two moments; null where either is missing. */
export const wallTime = (start: Timestamp | null, end: Timestamp | null): number | null =>
  start === null || end === null ? null : millisecondsBetween(start, end)
