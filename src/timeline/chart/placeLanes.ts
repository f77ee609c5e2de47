import type { Lane } from '../model/layoutLanes.ts'

/**
 * Heights in pixels: a lane's own bar with its label, each line of events below it, and the space after the last.
 */
export const LANE_HEIGHT = 24
export const LINE_HEIGHT = 15
const LANE_END = 5

/** The lanes in chart order. `tops[lanes.length]` is their total height. */
export type PlacedLanes = {
  readonly lanes: readonly Lane[]
  /** 1 if only the lane's own bar is shown, with its errors. */
  readonly folded: Uint8Array
  readonly tops: Float64Array
}

/** Which lanes are collapsed: all as `folded` says, except for the exceptions that the reader toggled. */
export type FoldState = { readonly folded: boolean; readonly exceptions: ReadonlySet<string> }

/** With more lanes than this, all start collapsed, so that the first view is an overview. */
const OPEN_LANES_MAX = 16

export const initialFold = (lanes: number): FoldState => ({ folded: lanes > OPEN_LANES_MAX, exceptions: new Set() })

/** A key for a lane that no event can have, because ids contain no line breaks. */
export const laneKey = (lane: Lane): string => (lane.kind === 'run' ? '\nrun' : `\n${lane.node.node_id}`)

export const isFolded = ({ folded, exceptions }: FoldState, lane: Lane): boolean =>
  folded !== exceptions.has(laneKey(lane))

export function toggleLane(state: FoldState, lane: Lane): FoldState {
  if (lane.rows.length === 0) return state
  const exceptions = new Set(state.exceptions)
  if (!exceptions.delete(laneKey(lane))) exceptions.add(laneKey(lane))
  return { ...state, exceptions }
}

/** O(lanes). */
export function placeLanes(lanes: readonly Lane[], fold: FoldState): PlacedLanes {
  const folded = Uint8Array.from(lanes, (lane) => (isFolded(fold, lane) ? 1 : 0))
  const tops = new Float64Array(lanes.length + 1)
  for (const [place, { subRows }] of lanes.entries()) {
    const lines = folded[place] === 1 ? 0 : subRows.length
    const height = LANE_HEIGHT + (lines === 0 ? 0 : lines * LINE_HEIGHT + LANE_END)
    tops[place + 1] = (tops[place] ?? 0) + height
  }
  return { lanes, folded, tops }
}

/** The lane at a height from the top of the first; -1 above it, the number of lanes below the last. O(log lanes). */
export function laneAt({ tops }: PlacedLanes, y: number): number {
  let low = 0
  let high = tops.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((tops[middle] ?? 0) <= y) low = middle + 1
    else high = middle
  }
  return low - 1
}
