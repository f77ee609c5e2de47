import type { Timeline } from './layoutLanes.ts'
import { idleCauseIn, type IdleCause } from './idleCause.ts'
import { barEnd, type Span } from './times.ts'

/** A period without recorded activity, and what was pending meanwhile. */
export type IdleGap = Span & {
  /** The collapsible part: a margin is left at both ends, so that starts and ends there stay visible. */
  readonly from: number
  readonly to: number
  readonly awaited: IdleCause
}

/**
 * A gap is listed if it takes this share of the time that is left when longer gaps are collapsed, the longest first.
 */
const GAP_SHARE = 0.03
const GAPS_MAX = 16
/** Fraction of a gap that is left at each end when it is collapsed. */
const MARGIN = 0.04

/**
 * The idle gaps in chronological order. Activity is: events with a duration, unless they contain others, which then
 * define the activity, or only wait; and nodes that recorded no events. Starts and ends of everything else are
 * instants between which nothing is active. O(n log n), sorting plain numbers only.
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
 * The longest `GAPS_MAX`, longest first. All of the first n activities to start have ended by the n-th end: if that
 * is before the next start, nothing is active in between.
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

/**
 * Each gap must be significant in what is left when longer ones are collapsed, so that a night does not hide the
 * waits of the day.
 */
function chosen(longestFirst: readonly Span[], span: Span): readonly Span[] {
  let left = span.end - span.start
  const short = longestFirst.findIndex(({ start, end }) => {
    if (end - start < left * GAP_SHARE) return true
    left -= end - start
    return false
  })
  return short < 0 ? longestFirst : longestFirst.slice(0, short)
}

/** Events that last as long as a person thinks, or as a state lasts. By definition, nothing is done during them. */
const IS_WAITING = new Set(['approval_requested', 'state_transition'])

/**
 * The starts and ends of activities, each sorted separately, so the two at one index may belong to different ones.
 */
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
