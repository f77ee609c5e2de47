/**
 * The depth of each event within its lane: 0 without a parent in the same lane, else the parent's depth plus one. A
 * cycle of parents is entered at its first row, which counts as having no parent. O(rows), not recursive, because
 * chains may be thousands deep.
 *
 * @param lane the lane of each row.
 */
export function nestingDepth(parent: Int32Array, lane: Uint32Array): Uint16Array {
  const depth = new Uint16Array(parent.length)
  const isKnown = new Uint8Array(parent.length)
  /** For each row, the row whose upward walk last visited it. */
  const walked = new Int32Array(parent.length).fill(-1)
  const path: number[] = []
  for (let row = 0; row < parent.length; row++) {
    let at = row
    while (at >= 0 && isKnown[at] === 0 && walked[at] !== row && lane[at] === lane[row]) {
      walked[at] = row
      path.push(at)
      at = parent[at] ?? -1
    }
    let next = at >= 0 && isKnown[at] === 1 && lane[at] === lane[row] ? (depth[at] ?? 0) + 1 : 0
    for (let step = path.pop(); step !== undefined; step = path.pop()) {
      depth[step] = Math.min(next++, DEPTH_MAX)
      isKnown[step] = 1
    }
  }
  return depth
}

const DEPTH_MAX = 65_535
