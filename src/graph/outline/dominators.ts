/** Virtual root above all nodes without incoming edges. */
export const NOWHERE = -1

/**
 * The immediate dominator of each node of an acyclic graph, given in topological order by predecessors: the last node
 * that every path to it passes; for a join, the node where its paths diverged. `NOWHERE` if there is none, for instance
 * if they started at different nodes. O((V + E) log V): the dominators form a tree that grows in this order, and each
 * node keeps one extra jump pointer towards the root (E. W. Myers, "An applicative random-access stack", 1983), so that
 * common ancestors are found quickly.
 */
export function dominators(predecessors: readonly (readonly number[])[]): readonly number[] {
  // Indices are shifted by one, because 0 is the virtual root.
  const depth = new Int32Array(predecessors.length + 1)
  const up = new Int32Array(predecessors.length + 1)
  const leap = new Int32Array(predecessors.length + 1)
  const at = (of: Int32Array, place: number) => of[place] ?? 0

  const common = (one: number, other: number): number => {
    let [low, high] = at(depth, one) < at(depth, other) ? [other, one] : [one, other]
    while (at(depth, low) > at(depth, high)) {
      const far = at(leap, low)
      low = at(depth, far) >= at(depth, high) ? far : at(up, low)
    }
    while (low !== high) {
      const pointers = at(leap, low) === at(leap, high) ? up : leap
      low = at(pointers, low)
      high = at(pointers, high)
    }
    return low
  }
  return predecessors.map((nodes, index) => {
    const place = index + 1
    const [first = NOWHERE, ...others] = nodes
    const above = others.reduce((found, node) => common(found, node + 1), first + 1)
    const far = at(leap, above)
    up[place] = above
    depth[place] = at(depth, above) + 1
    leap[place] =
      at(depth, above) - at(depth, far) === at(depth, far) - at(depth, at(leap, far)) ? at(leap, far) : above
    return above - 1
  })
}
