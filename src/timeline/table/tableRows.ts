import type { Lane, Timeline } from '../model/layoutLanes.ts'
import { nestRows } from '../model/nestRows.ts'
import { isFolded, laneKey, type FoldState } from '../chart/placeLanes.ts'

/** In pixels; keep in sync with `TimelineTable.module.css`. */
export const ROW_HEIGHT = 28

/** The rows of the table from top to bottom as typed arrays: three arrays for 100,000 rows. */
export type TableRows = {
  /** For each row, the index of its lane. */
  readonly lane: Uint32Array
  /** The event; -1 for a lane's own row. */
  readonly event: Int32Array
  /** One for each row; an event's is its id, and a lane's is one that no event can have. */
  readonly keys: readonly string[]
}

export type Fold = 'leaf' | 'folded' | 'open'

/** Events follow their lane, parents before their children, siblings in the requested order. O(rows). */
export function tableRows(
  { table }: Timeline,
  lanes: readonly Lane[],
  fold: FoldState,
  order: 'recorded' | 'time',
): TableRows {
  const lane: number[] = []
  const event: number[] = []
  const keys: string[] = []
  for (const [place, here] of lanes.entries()) {
    lane.push(place)
    event.push(-1)
    keys.push(laneKey(here))
    if (isFolded(fold, here)) continue
    for (const row of nestRows(order === 'time' ? inTime(here) : here.rows, table.parent)) {
      lane.push(place)
      event.push(row)
      keys.push(table.event_id[row] ?? '')
    }
  }
  return { lane: Uint32Array.from(lane), event: Int32Array.from(event), keys }
}

/** Rows without times last. */
function inTime({ rows, timed }: Lane): Uint32Array {
  const isTimed = new Set(timed)
  return Uint32Array.from([...timed, ...rows.filter((row) => !isTimed.has(row))])
}

export const foldOf = (lane: Lane, fold: FoldState): Fold =>
  lane.rows.length === 0 ? 'leaf' : isFolded(fold, lane) ? 'folded' : 'open'
