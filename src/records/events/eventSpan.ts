import type { EventRow } from '#contract/entities.ts'
import { microsecondsOf, type Timestamp } from '#contract/timestamps.ts'
import { shapeOf, type EventTable, type Shape } from '../eventTable/eventTable.ts'

/** A period in microseconds since 1970; `from` ≤ `to`. */
export type Span = { readonly from: number; readonly to: number }

/**
 * The time range for the bars of a table: that of its rows, extended to other known times. Undefined if nothing has a
 * time.
 */
export function tableSpan(table: EventTable, ...besides: readonly (Timestamp | null | undefined)[]): Span | undefined {
  let from = Infinity
  let to = -Infinity
  for (let row = 0; row < table.size; row++) {
    // A comparison with NaN is false, so rows without times don't extend it.
    const start = table.start[row] ?? Number.NaN
    const end = table.end[row] ?? Number.NaN
    if (start < from) from = start
    if (end > to) to = end
  }
  for (const moment of besides) {
    if (!moment) continue
    from = Math.min(from, microsecondsOf(moment))
    to = Math.max(to, microsecondsOf(moment))
  }
  return from <= to ? { from, to } : undefined
}

/** Fractions of the whole, 0 to 1; an instant has width 0. */
export type Bar = { readonly start: number; readonly width: number; readonly shape: Shape }

/** The bar of a row within the whole; undefined without times. An open row extends to the end of the whole. */
export function barOf(table: EventTable, row: number, whole: Span | undefined): Bar | undefined {
  const shape = shapeOf(table, row)
  if (!whole || shape === 'none') return undefined
  const length = whole.to - whole.from
  const at = (time: number | undefined) =>
    length <= 0 ? 0 : Math.min(1, Math.max(0, ((time ?? whole.from) - whole.from) / length))
  const start = at(table.start[row])
  return { start, width: (shape === 'open' ? at(whole.to) : at(table.end[row])) - start, shape }
}

type Times = Pick<EventRow, 'started_at' | 'completed_at' | 'duration_ms'>

/**
 * The duration of an event in milliseconds: as recorded, or else the difference of its times; undefined if unknown.
 */
export function eventDuration(event: Times): number | undefined {
  if (event.duration_ms !== null) return event.duration_ms
  if (event.started_at === null || event.completed_at === null) return undefined
  return (microsecondsOf(event.completed_at) - microsecondsOf(event.started_at)) / 1000
}
