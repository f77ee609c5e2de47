import type { EventRow } from '#contract/entities.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import { microsecondsOf } from '#contract/timestamps.ts'
import { believedDuration } from '#src/lib/believedDuration.ts'

/** A stretch of time in microseconds since 1970; `from` ≤ `to`. */
export type Span = { readonly from: number; readonly to: number }

type Times = Pick<EventRow, 'timestamp' | 'started_at' | 'completed_at' | 'duration_ms'>

/** When an event happened. Without an end or a duration it is a moment; an end before its start is not believed. */
export function eventSpan(event: Times): Span | undefined {
  const lasted = (believedDuration(event.duration_ms) ?? 0) * 1000
  const begun = event.started_at ?? event.timestamp
  const completed = event.completed_at === null ? undefined : microsecondsOf(event.completed_at)
  if (begun === null) return completed === undefined ? undefined : { from: completed - lasted, to: completed }
  const from = microsecondsOf(begun)
  return { from, to: Math.max(from, completed ?? from + lasted) }
}

/** How long an event took, in milliseconds: as recorded, else between its two times; undefined where neither is known. */
export function eventDuration(event: Times): number | undefined {
  if (event.duration_ms !== null) return event.duration_ms
  if (event.started_at === null || event.completed_at === null) return undefined
  return (microsecondsOf(event.completed_at) - microsecondsOf(event.started_at)) / 1000
}

type NodeTimes = Pick<EnrichedNode, 'started_at' | 'completed_at' | 'first_event_at' | 'last_event_at'>

/** The time that a node's bars are drawn in: its own, widened to whatever its loaded events say. */
export function nodeSpan(node: NodeTimes | undefined, events: readonly EventRow[]): Span | undefined {
  let from = Infinity
  let to = -Infinity
  const widen = (first: number, last: number) => {
    from = Math.min(from, first)
    to = Math.max(to, last)
  }
  for (const time of [node?.started_at, node?.completed_at, node?.first_event_at, node?.last_event_at]) {
    if (time) widen(microsecondsOf(time), microsecondsOf(time))
  }
  for (const event of events) {
    const span = eventSpan(event)
    if (span) widen(span.from, span.to)
  }
  return from <= to ? { from, to } : undefined
}
