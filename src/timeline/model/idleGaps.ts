import type { Timeline } from './layoutLanes.ts'
import { idleCauseIn, type IdleCause } from './idleCause.ts'
import { barEnd, type Span } from './times.ts'

/** A stretch in which nothing is recorded as going on, and what was awaited meanwhile. */
export type IdleGap = Span & {
  /** What is folded of it: a little is left at either end, so that what begins and ends there can still be seen. */
  readonly from: number
  readonly to: number
  readonly awaited: IdleCause
}

/** A gap is told where it takes this part of the time that is left when longer gaps are folded, and of these the longest. */
const GAP_SHARE = 0.03
const GAPS_MAX = 16
/** Part of a gap that is left at either end of it when it is folded. */
const MARGIN = 0.04

/**
 * The idle gaps, in order of time. What is going on: events with a length, unless they hold others, which then tell what was
 * done, or only wait; and nodes that recorded no events. Begins and ends of all the rest are moments between which nothing
 * goes on. O(n log n), with sorting of plain numbers only.
 */
export function idleGaps(timeline: Timeline): readonly IdleGap[] {
  const { span } = timeline
  if (!span) return []
  return chosen(longestGaps(activity(timeline, span)), span)
    .toSorted((a, b) => a.start - b.start)
    .map(({ start, end }) => {
      const margin = (end - start) * MARGIN
      return { start, end, from: start + margin, to: end - margin, awaited: idleCauseIn(timeline, { start, end }) }
    })
}

type Activity = { readonly starts: Float64Array; readonly ends: Float64Array }

/**
 * The longest `GAPS_MAX`, longest first. Of the first n things to begin, all have ended by the n-th end of all: where that lies before the
 * next begin, nothing goes on.
 */
function longestGaps({ starts, ends }: Activity): readonly Span[] {
  const longest: Span[] = []
  const length = (gap: Span | undefined) => (gap ? gap.end - gap.start : 0)
  for (let place = 1; place < starts.length; place++) {
    const gap = { start: ends[place - 1] ?? 0, end: starts[place] ?? 0 }
    if (length(gap) <= (longest.length < GAPS_MAX ? 0 : length(longest.at(-1)))) continue
    const at = longest.findIndex((other) => length(other) < length(gap))
    longest.splice(at < 0 ? longest.length : at, 0, gap)
    if (longest.length > GAPS_MAX) longest.pop()
  }
  return longest
}

/** Each gap must matter beside what is left when the longer ones are folded, so that a night does not hide the waiting of the day. */
function chosen(longestFirst: readonly Span[], span: Span): readonly Span[] {
  let left = span.end - span.start
  const short = longestFirst.findIndex(({ start, end }) => {
    if (end - start < left * GAP_SHARE) return true
    left -= end - start
    return false
  })
  return short < 0 ? longestFirst : longestFirst.slice(0, short)
}

/** What lasts as long as a person thinks, or as something stays in one state: that nothing was done meanwhile is the point of it. */
const IS_WAITING = new Set(['approval_requested', 'state_transition'])

/** When things that go on begin, and when they end; both sorted, so that the two of one place need not belong together. */
function activity({ table, lanes, barEnds }: Timeline, span: Span): Activity {
  const holds = new Uint8Array(table.size)
  for (let row = 0; row < table.size; row++) {
    const parent = table.parent[row] ?? -1
    if (parent >= 0) holds[parent] = 1
  }
  const isWaiting = table.event_type.words.map((word) => IS_WAITING.has(word ?? ''))
  const most = 2 * (table.size + lanes.length + 1)
  const starts = new Float64Array(most)
  const ends = new Float64Array(most)
  let count = 0
  const put = (start: number, end: number) => {
    starts[count] = start
    ends[count++] = end
  }
  const add = (start: number, end: number, isWork: boolean) => {
    if (Number.isNaN(start)) return
    put(start, isWork ? end : start)
    if (!isWork && end !== start) put(end, end)
  }
  add(span.start, span.end, false)
  for (let row = 0; row < table.size; row++) {
    const isWork = holds[row] === 0 && isWaiting[table.event_type.at[row] ?? 0] !== true
    add(table.start[row] ?? Number.NaN, barEnds[row] ?? Number.NaN, isWork)
  }
  for (const lane of lanes)
    if (lane.kind === 'node') {
      const isWork = lane.rows.length === 0 && lane.node.node_type !== 'approval'
      add(lane.times.start, barEnd(lane.times, span.end), isWork)
    }
  return { starts: starts.subarray(0, count).sort(), ends: ends.subarray(0, count).sort() }
}
