/** Deeper nested frames are merged, to limit the borders that an edge crosses. */
const DEEPEST = 6

/** Stands for "in no frame". */
export const OUTSIDE = -1

/**
 * The frame of each node, identified by the node that leads it, which is inside its own frame. Parent cycles are
 * ignored.
 *
 * `home` is the frame of each node's card, `above` the frame around the frame that a node leads, `depth` the depth of
 * that frame. O(V · depth).
 */
export type FrameTree = {
  readonly home: Int32Array
  readonly above: Int32Array
  readonly depth: Int32Array
  /** Nodes that lead a frame, deepest first. */
  readonly leaders: readonly number[]
}

export function frameTree(parent: Int32Array): FrameTree {
  const count = parent.length
  const leads = new Uint8Array(count)
  for (const one of parent) if (one >= 0) leads[one] = 1
  const depth = new Int32Array(count)
  const above = new Int32Array(count).fill(OUTSIDE)
  const state = new Uint8Array(count) // 0 unseen, 1 on the path, 2 done
  for (let node = 0; node < count; node++) {
    const way: number[] = []
    let at = node
    while (at >= 0 && state[at] === 0) {
      state[at] = 1
      way.push(at)
      at = parent[at] ?? OUTSIDE
    }
    // Reaching the current path means a parent cycle, which is broken here.
    let outer = at >= 0 && state[at] === 2 ? at : OUTSIDE
    for (let step = way.length - 1; step >= 0; step--) {
      const one = way[step] ?? 0
      const tooDeep = outer !== OUTSIDE && (depth[outer] ?? 0) >= DEEPEST
      above[one] = tooDeep ? (above[outer] ?? OUTSIDE) : outer
      depth[one] = above[one] === OUTSIDE ? 1 : (depth[above[one] ?? 0] ?? 0) + 1
      state[one] = 2
      outer = one
    }
  }
  const isUsed = new Uint8Array(count)
  for (let node = 0; node < count; node++) if ((above[node] ?? OUTSIDE) >= 0) isUsed[above[node] ?? 0] = 1
  const home = Int32Array.from(above, (outer, node) => (isUsed[node] === 1 ? node : outer))
  const leaders = Array.from(isUsed, (used, node) => (used === 1 ? node : -1))
    .filter((node) => node >= 0)
    .sort((a, b) => (depth[b] ?? 0) - (depth[a] ?? 0) || a - b)
  return { home, above, depth, leaders }
}
