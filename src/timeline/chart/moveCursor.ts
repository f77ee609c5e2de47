import type { ChartModel } from './chartModel.ts'
import type { Cursor } from './chartStore.ts'
import type { Lane } from '../model/layoutLanes.ts'

/** Number of lanes that Page Up and Page Down move by. */
const LEAP = 10

const nodeOfLane = (lane: Lane): Cursor['node_id'] => (lane.kind === 'run' ? null : lane.node.node_id)

/** The index of the cursor's lane; the first if the lane no longer exists. */
export function laneOfCursor({ placed }: ChartModel, cursor: Cursor | undefined): number {
  return Math.max(
    0,
    placed.lanes.findIndex((lane) => cursor !== undefined && nodeOfLane(lane) === cursor.node_id),
  )
}

/** The rows of a lane that the keyboard can reach, by start: all that are drawn. */
const rowsIn = ({ placed }: ChartModel, place: number): Uint32Array => {
  const lane = placed.lanes[place]
  if (!lane) return new Uint32Array()
  return placed.folded[place] === 1 ? lane.errors.rows : lane.timed
}

/**
 * The cursor after a key: left and right move along the lane, from its own bar through its events in chronological
 * order; up and down move between lanes. The very first key selects the first lane. Undefined if there is nowhere to
 * go.
 */
export function moveCursor(key: string, model: ChartModel, cursor: Cursor | undefined): Cursor | undefined {
  const { lanes } = model.placed
  const lane = laneOfCursor(model, cursor)
  const inLane = (place: number): Cursor | undefined => {
    const to = lanes[Math.max(0, Math.min(lanes.length - 1, place))]
    return to && { node_id: nodeOfLane(to), row: undefined }
  }
  switch (key) {
    case 'ArrowDown':
      return inLane(cursor ? lane + 1 : 0)
    case 'ArrowUp':
      return inLane(lane - 1)
    case 'PageDown':
      return inLane(lane + LEAP)
    case 'PageUp':
      return inLane(lane - LEAP)
    case 'ArrowRight':
    case 'ArrowLeft': {
      if (!cursor) return inLane(0)
      const rows = rowsIn(model, lane)
      const at = cursor.row === undefined ? -1 : rows.indexOf(cursor.row)
      const next = Math.min(rows.length - 1, at + (key === 'ArrowRight' ? 1 : -1))
      return { node_id: cursor.node_id, row: next < 0 ? undefined : rows[next] }
    }
    default:
      return undefined
  }
}

/** The next (or previous) error from the cursor, by lane and time; undefined if there is none. */
export function nextError(model: ChartModel, cursor: Cursor | undefined, step: 1 | -1): Cursor | undefined {
  const { lanes } = model.placed
  const from = laneOfCursor(model, cursor)
  for (let place = from; place >= 0 && place < lanes.length; place += step) {
    const lane = lanes[place]
    if (!lane) break
    const { rows } = lane.errors
    const row = place === from ? errorBeside(model, lane, cursor?.row, step) : rows[step === 1 ? 0 : rows.length - 1]
    if (row !== undefined) return { node_id: nodeOfLane(lane), row }
  }
  return undefined
}

/**
 * The next (or previous) error of a lane from one of its events, in keyboard order. The lane's own bar comes first.
 */
function errorBeside({ timeline }: ChartModel, lane: Lane, row: number | undefined, step: 1 | -1): number | undefined {
  const at = row === undefined ? -1 : lane.timed.indexOf(row)
  const isError = (each: number) => timeline.table.is_error[each] === 1
  return step === 1
    ? lane.timed.subarray(at + 1).find(isError)
    : lane.timed.subarray(0, Math.max(0, at)).findLast(isError)
}
