import { addTo } from '#src/lib/addTo.ts'
/**
 * Sorts the rows of one lane so that parents precede their children, siblings in the given order. A child whose
 * parent is not among the rows is at the top level. Every row occurs exactly once, even if parents form a cycle: it
 * is entered at its first row. O(rows), not recursive, because chains may be thousands deep.
 *
 * @param parent the parent of each row of the table, -1 for none.
 */
export function nestRows(rows: Uint32Array, parent: Int32Array): Uint32Array {
  const here = new Set(rows)
  const children = new Map<number, number[]>()
  const tops: number[] = []
  for (const row of rows) {
    const above = parent[row] ?? -1
    if (above === row || !here.has(above)) tops.push(row)
    else addTo(children, above, row)
  }
  const nested = new Uint32Array(rows.length)
  const seen = new Set<number>()
  const walk = (root: number) => {
    const stack = [root]
    for (let row = stack.pop(); row !== undefined; row = stack.pop()) {
      if (seen.has(row)) continue
      nested[seen.size] = row
      seen.add(row)
      const below = children.get(row) ?? []
      for (let at = below.length - 1; at >= 0; at--) stack.push(below[at] ?? 0)
    }
  }
  for (const row of tops) walk(row)
  // Rows not reachable from the top are on a cycle or below one.
  for (const row of rows) walk(row)
  return nested
}
