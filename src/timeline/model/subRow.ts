/** The bars of one line, sorted by start, as columns: the values at one index form a bar. Times as in `Times`. */
export type SubRow = {
  /** Rows of the event table. */
  readonly rows: Uint32Array
  readonly start: Float64Array
  /** The end of the bar, also for items still running. */
  readonly end: Float64Array
  /**
   * The latest end up to each index. Non-decreasing, so the first bar that reaches into a window is found by binary
   * search.
   */
  readonly reach: Float64Array
  readonly tone: Uint8Array
  /** Whether some bars overlap because the lane ran out of lines. */
  readonly overlaps: boolean
}

type Columns = {
  readonly start: Float64Array
  /** The end of each row's bar. */
  readonly end: Float64Array
  readonly tone: Uint8Array
}

/**
 * Uses plain loops, like all code here that visits every event: `from` of typed arrays uses iterators, which take
 * several times as long.
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

/**
 * The first index from `low` on whose value is at least `value`; the length if there is none. `sorted` is
 * non-decreasing.
 */
export function firstAtLeast(sorted: Float64Array, value: number, low = 0): number {
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return low
}
