/** Maximum number of lines for the events of a lane; the last one takes the rest. */
const SUB_ROWS_MAX = 8

type Columns = {
  readonly start: Float64Array
  /** The end of each row's bar. */
  readonly end: Float64Array
  readonly depth: Uint16Array
}

/**
 * Assigns the events of a lane to lines: parents above their children, without overlaps, each event on the first free
 * line of its depth. Each depth gets at least one line while there are enough. If they run out, the last line of a
 * depth takes the rest, with overlapping bars. O(rows × depths).
 *
 * @param rows rows with times, sorted by start.
 * @param lineOf receives the line of each row.
 * @returns the rows of each line, sorted by start.
 */
export function packRows(rows: Uint32Array, columns: Columns, lineOf: Uint8Array): readonly Uint32Array[] {
  const { start, end, depth } = columns
  let levels = 0
  for (const row of rows) levels = Math.max(levels, Math.min(SUB_ROWS_MAX, (depth[row] ?? 0) + 1))
  let used = 0
  for (let level = 0; level < levels; level++) {
    const room = SUB_ROWS_MAX - used - (levels - level - 1)
    const lines: { start: number; end: number }[] = []
    for (const row of rows) {
      if (Math.min(SUB_ROWS_MAX - 1, depth[row] ?? 0) !== level) continue
      const from = start[row] ?? 0
      const to = end[row] ?? 0
      // Two events at the same instant get different lines: on one line, no zoom level could separate them.
      const free = lines.findIndex((line) => line.end <= from && line.start < from)
      const at = free >= 0 ? free : Math.min(lines.length, room - 1)
      lines[at] = { start: from, end: Math.max(to, lines[at]?.end ?? to) }
      lineOf[row] = used + at
    }
    used += lines.length
  }
  return byLine(rows, lineOf, used)
}

function byLine(rows: Uint32Array, lineOf: Uint8Array, count: number): readonly Uint32Array[] {
  const sizes = new Uint32Array(count)
  for (const row of rows) sizes[lineOf[row] ?? 0] = (sizes[lineOf[row] ?? 0] ?? 0) + 1
  const lines = Array.from(sizes, (size) => new Uint32Array(size))
  const filled = new Uint32Array(count)
  for (const row of rows) {
    const line = lineOf[row] ?? 0
    const place = filled[line] ?? 0
    filled[line] = place + 1
    const into = lines[line]
    if (into) into[place] = row
  }
  return lines
}
