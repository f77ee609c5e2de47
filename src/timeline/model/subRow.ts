/** Bars that lie side by side in one line, sorted by start; the values at one place are one bar. Times as in `Times`. */
export type SubRow = {
  /** Rows of the event table. */
  readonly rows: Uint32Array
  readonly start: Float64Array
  /** Where the bar ends, also for what is still going. */
  readonly end: Float64Array
  /** The latest end up to and with each place. It never falls, so the first bar that reaches into a window is found by halving. */
  readonly reach: Float64Array
  readonly tone: Uint8Array
  /** Whether some bars lie over each other, because the lane ran out of lines. */
  readonly overlaps: boolean
}

type Columns = {
  readonly start: Float64Array
  /** Where each row's bar ends. */
  readonly end: Float64Array
  readonly tone: Uint8Array
}

/**
 * Plain loops, as all that walks every event here: the `from` of typed arrays, with its iterators, takes several times as long.
 *
 * @param rows rows of the table, all with times, sorted by start.
 */
export function subRow(rows: Uint32Array, columns: Columns): SubRow {
  const start = new Float64Array(rows.length)
  const end = new Float64Array(rows.length)
  const reach = new Float64Array(rows.length)
  const tone = new Uint8Array(rows.length)
  let latest = -Infinity
  let overlaps = false
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0
    const from = columns.start[row] ?? 0
    const to = columns.end[row] ?? 0
    if (from < latest) overlaps = true
    if (to > latest) latest = to
    start[at] = from
    end[at] = to
    reach[at] = latest
    tone[at] = columns.tone[row] ?? 0
  }
  return { rows, start, end, reach, tone, overlaps }
}

/** The first place from `low` on whose value is at least `value`; the length where there is none. `sorted` never falls. */
export function firstAtLeast(sorted: Float64Array, value: number, low = 0): number {
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return low
}
