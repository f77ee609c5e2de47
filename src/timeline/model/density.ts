import type { Timeline } from './layoutLanes.ts'
import type { TimeScale } from './timeScale.ts'

/** The number of events, and of errors among them, that start in each column of the overview. */
export type Density = { readonly events: Uint32Array; readonly errors: Uint32Array; readonly most: number }

/** Width of a column in pixels. */
export const COLUMN_WIDTH = 3

/** O(events), once per width. */
export function density({ lanes, table }: Pick<Timeline, 'lanes' | 'table'>, scale: TimeScale): Density {
  const columns = Math.max(1, Math.ceil(scale.width / COLUMN_WIDTH))
  const events = new Uint32Array(columns)
  const errors = new Uint32Array(columns)
  let most = 0
  for (const { timed } of lanes)
    for (const row of timed) {
      const x = scale.x(table.start[row] ?? 0)
      const column = Math.max(0, Math.min(columns - 1, Math.floor(x / COLUMN_WIDTH)))
      const count = (events[column] ?? 0) + 1
      events[column] = count
      most = Math.max(most, count)
      if (table.is_error[row] === 1) errors[column] = (errors[column] ?? 0) + 1
    }
  return { events, errors, most }
}
