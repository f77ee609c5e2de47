import { type Shape, shapeOf } from '#src/records/eventTable/eventTable.ts'
import type { Lane, Timeline } from '../model/layoutLanes.ts'
import { firstAtLeast, type SubRow } from '../model/subRow.ts'
import { barEnd } from '../model/times.ts'
import type { TimeScale } from '../model/timeScale.ts'
import { FAILED, toneOf, type Tone } from '../model/tones.ts'
import { LANE_HEIGHT, laneAt, LINE_HEIGHT, type PlacedLanes } from './placeLanes.ts'

/** Minimum width of a bar in pixels, so that items without duration can be seen and hit. */
export const LEAST = 8
const LANE_BAR = 16
export const EVENT_BAR = 12
/** Bars are clipped this far outside the window, because canvas coordinates in the millions lose precision. */
const OUTSIDE = 20

/** Something to paint, in pixels from the chart's top left corner. */
export type Mark = {
  /** Index of the lane among the placed lanes. */
  readonly lane: number
  /** The event; if several share these pixels, the most important. -1: the lane's own bar. */
  readonly row: number
  /** Number of events that share these pixels. */
  readonly count: number
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly tone: Tone
  readonly shape: Exclude<Shape, 'none'>
  /** Whether any of its events has a start time that contradicts its recorded order. */
  readonly isMisplaced: boolean
}

/** In painting order: errors last, so that nothing covers them. */
export type Marks = { readonly bars: readonly Mark[]; readonly errors: readonly Mark[] }

type View = { readonly scale: TimeScale; /** Pixels scrolled down. */ readonly top: number; readonly height: number }

/**
 * Lays out a timeline for a time window and scroll position. Events closer than `LEAST` pixels become one mark in the
 * tone of the most important, so an error is never hidden and the number of marks depends on the screen, not on the
 * run. O(visible lines × width × log events), with plain scans over the events in the window.
 */
export function layoutTimeline(timeline: Timeline, placed: PlacedLanes, { scale, top, height }: View): Marks {
  const marks = { bars: [] as Mark[], errors: [] as Mark[] }
  const put = (mark: Mark) => (mark.row >= 0 && mark.tone === FAILED ? marks.errors : marks.bars).push(mark)
  const until = timeline.span?.end ?? 0
  for (let lane = Math.max(0, laneAt(placed, top)); lane < placed.lanes.length; lane++) {
    const y = (placed.tops[lane] ?? 0) - top
    const here = placed.lanes[lane]
    if (y >= height || !here) break
    const own = ownMark(here, lane, y, scale, until)
    if (own) put(own)
    const context = { timeline, scale, lane, put }
    if (placed.folded[lane] === 1)
      marksOfLine(here.errors, { ...context, y: y + (LANE_HEIGHT - EVENT_BAR) / 2, shape: 'span' })
    else
      for (const [line, each] of here.subRows.entries())
        marksOfLine(each, { ...context, y: y + LANE_HEIGHT + line * LINE_HEIGHT })
  }
  return marks
}

function ownMark(lane: Lane, place: number, y: number, scale: TimeScale, until: number): Mark | undefined {
  const { shape, start } = lane.times
  if (shape === 'none') return undefined
  const x = scale.x(start)
  const isMisplaced = lane.disagreement !== 'none'
  const tone = lane.kind === 'run' ? 0 : toneOf(lane.node.status)
  const box = across(x, scale.x(barEnd(lane.times, until)), scale)
  return (
    box && {
      lane: place,
      row: -1,
      count: 1,
      ...box,
      y: y + (LANE_HEIGHT - LANE_BAR) / 2,
      height: LANE_BAR,
      tone,
      shape,
      isMisplaced,
    }
  )
}

type Context = {
  readonly timeline: Timeline
  readonly scale: TimeScale
  readonly lane: number
  readonly y: number
  /** The shape of all marks, regardless of their events. */
  readonly shape?: 'span'
  readonly put: (mark: Mark) => void
}

function marksOfLine(line: SubRow, context: Context): void {
  const { scale } = context
  const { start, end, reach } = line
  const from = scale.t(-LEAST)
  const to = scale.t(scale.width + OUTSIDE)
  let at = firstAtLeast(start, from)
  // Everything that began before the window and reaches into it is one mark at its edge. A line has several of
  // those only if bars overlap.
  let entering: Group | undefined
  for (let before = firstAtLeast(reach, from); before < at; before++)
    if ((end[before] ?? 0) >= from) entering = grown(line, before, entering, context)
  if (entering) context.put(markOf(line, entering, context))
  while (at < start.length && (start[at] ?? 0) <= to) {
    let next = firstAtLeast(start, scale.t(scale.x(start[at] ?? 0) + LEAST), at + 1)
    // Without overlaps, only the last event can extend beyond the others' pixels; it becomes a bar of its own.
    if (!line.overlaps && next - at > 1 && isLong(line, next - 1, scale)) next--
    let group: Group | undefined
    for (; at < next; at++) group = grown(line, at, group, context)
    if (group) context.put(markOf(line, group, context))
  }
}

const isLong = ({ start, end }: SubRow, at: number, scale: TimeScale): boolean =>
  scale.x(end[at] ?? 0) - scale.x(start[at] ?? 0) >= LEAST

/** Events of a line that are painted as one mark. */
type Group = {
  readonly first: number
  count: number
  /** The tone of the most important one. */
  worst: number
  end: number
  isMisplaced: boolean
}

function grown(line: SubRow, at: number, group: Group | undefined, { timeline }: Context): Group {
  const end = line.end[at] ?? 0
  const isMisplaced = (timeline.disagreements[line.rows[at] ?? 0] ?? 0) !== 0
  if (!group) return { first: at, count: 1, worst: at, end, isMisplaced }
  if (isMisplaced) group.isMisplaced = true
  group.count++
  if (end > group.end) group.end = end
  if ((line.tone[at] ?? 0) > (line.tone[group.worst] ?? 0)) group.worst = at
  return group
}

function markOf(line: SubRow, group: Group, { timeline, scale, lane, y, shape: given }: Context): Mark {
  const row = line.rows[group.worst] ?? 0
  const shape = group.count > 1 ? 'span' : (given ?? shapeOf(timeline.table, row))
  const box = across(scale.x(line.start[group.first] ?? 0), scale.x(group.end), scale)
  return {
    lane,
    row,
    count: group.count,
    ...(box ?? { x: 0, width: 0 }),
    y,
    height: EVENT_BAR,
    tone: line.tone[group.worst] ?? 0,
    shape: shape === 'none' ? 'point' : shape,
    isMisplaced: group.isMisplaced,
  }
}

/** Undefined outside the window. */
function across(left: number, right: number, scale: TimeScale): Pick<Mark, 'x' | 'width'> | undefined {
  const x = Math.max(-OUTSIDE, left)
  const end = Math.min(scale.width + OUTSIDE, Math.max(right, left + LEAST))
  return end > 0 && x < scale.width + OUTSIDE ? { x, width: end - x } : undefined
}

/**
 * The mark of an event (row -1: of a lane) wherever it is; in a collapsed lane, on the lane's own bar. Undefined
 * without times.
 */
export function markAt(
  timeline: Timeline,
  placed: PlacedLanes,
  { scale, top }: View,
  lane: number,
  row: number,
): Mark | undefined {
  const here = placed.lanes[lane]
  if (!here) return undefined
  const y = (placed.tops[lane] ?? 0) - top
  if (row < 0) return ownMark(here, lane, y, scale, timeline.span?.end ?? 0)
  const { table, barEnds, tone, line } = timeline
  const shape = shapeOf(table, row)
  if (shape === 'none') return undefined
  const x = scale.x(table.start[row] ?? 0)
  const width = placed.folded[lane] === 1 ? LEAST : Math.max(LEAST, scale.x(barEnds[row] ?? 0) - x)
  const below = placed.folded[lane] === 1 ? (LANE_HEIGHT - EVENT_BAR) / 2 : LANE_HEIGHT + (line[row] ?? 0) * LINE_HEIGHT
  return {
    lane,
    row,
    count: 1,
    x,
    width,
    y: y + below,
    height: EVENT_BAR,
    tone: tone[row] ?? 0,
    shape,
    isMisplaced: false,
  }
}

/** The topmost mark at a pixel. */
export function markUnder({ bars, errors }: Marks, x: number, y: number): Mark | undefined {
  const isUnder = (mark: Mark) =>
    x >= mark.x && x < mark.x + mark.width && y >= mark.y - 1 && y < mark.y + mark.height + 1
  return errors.findLast(isUnder) ?? bars.findLast(isUnder)
}
