import type { EventRow } from '#contract/entities.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import { microsecondsOf, type Timestamp } from '#contract/timestamps.ts'
import { isLive } from '#contract/words.ts'
import { believedDuration } from '#src/lib/believedDuration.ts'

/** When something happened, as far as it was recorded. Microseconds since 1970. */
export type Moments =
  | { readonly kind: 'none' }
  | { readonly kind: 'point'; readonly start: number }
  | { readonly kind: 'span'; readonly start: number; readonly end: number }
  /** Begun and still going, so its end is not known yet. */
  | { readonly kind: 'open'; readonly start: number }
  /** The end was recorded before the start: two clocks that disagree. Neither is believed to be a duration. */
  | { readonly kind: 'backwards'; readonly start: number; readonly end: number }

const instant = (time: Timestamp | null): number | undefined => (time === null ? undefined : microsecondsOf(time))

/** A node's own times; where it recorded none, those of its first and last event. */
export function momentsOfNode(node: EnrichedNode): Moments {
  const start = instant(node.started_at) ?? instant(node.first_event_at)
  const completed = instant(node.completed_at)
  if (start === undefined || completed !== undefined) return between(start, completed)
  if (isLive(node.status)) return { kind: 'open', start }
  const last = instant(node.last_event_at)
  return last !== undefined && last > start ? { kind: 'span', start, end: last } : { kind: 'point', start }
}

/** An event's times; a recorded duration stands in for an end or a start that is missing. */
export function momentsOfEvent(event: EventRow): Moments {
  const start = instant(event.started_at ?? event.timestamp)
  const completed = instant(event.completed_at)
  const believed = believedDuration(event.duration_ms)
  const lasted = believed === undefined ? undefined : Math.round(believed * 1000)
  if (start !== undefined && completed === undefined) {
    if (lasted !== undefined) return between(start, start + lasted)
    return isLive(event.status ?? '') ? { kind: 'open', start } : { kind: 'point', start }
  }
  if (start === undefined && completed !== undefined && lasted !== undefined)
    return between(completed - lasted, completed)
  return between(start, completed)
}

function between(start: number | undefined, end: number | undefined): Moments {
  const only = start ?? end
  if (only === undefined) return { kind: 'none' }
  if (start === undefined || end === undefined || start === end) return { kind: 'point', start: only }
  return end < start ? { kind: 'backwards', start, end } : { kind: 'span', start, end }
}

/** Where it lies on the time axis: a backwards pair counts at its start only, since its end is not believed. */
export function reachOf(moments: Moments): { readonly from: number; readonly to: number } | undefined {
  switch (moments.kind) {
    case 'none':
      return undefined
    case 'span':
      return { from: moments.start, to: moments.end }
    case 'point':
    case 'open':
    case 'backwards':
      return { from: moments.start, to: moments.start }
  }
}

/** Milliseconds that it lasted; undefined where that is not known. */
export const lengthOf = (moments: Moments): number | undefined =>
  moments.kind === 'span' ? (moments.end - moments.start) / 1000 : undefined

/** Orders by start, without times last. */
export function byStart(a: Moments, b: Moments): number {
  const [first, second] = [reachOf(a)?.from ?? Infinity, reachOf(b)?.from ?? Infinity]
  // Compared, not subtracted: Infinity - Infinity is NaN.
  return first === second ? 0 : first < second ? -1 : 1
}
