import { adjacencyOf } from './adjacency.ts'

/**
 * Marks the edges that close a cycle, including self-loops: those with which a depth-first search returns to its own
 * path. It starts at the nodes without predecessors, in the order given, so that in a loop the returning edge is
 * marked. The graph without the marked edges is acyclic. (Tarjan, Depth-first search and linear graph algorithms,
 * 1972.) Uses an explicit stack, because a chain of thousands would overflow the call stack. O(V + E).
 */
export function breakCycles(count: number, from: Int32Array, to: Int32Array): Uint8Array {
  const back = new Uint8Array(from.length)
  const { starts, items } = adjacencyOf(count, from)
  const hasParent = new Uint8Array(count)
  for (let edge = 0; edge < to.length; edge++) if (from[edge] !== to[edge]) hasParent[to[edge] ?? 0] = 1
  const state = new Uint8Array(count) // 0 unseen, 1 on the path, 2 done
  const next = starts.slice(0, count)
  const path = new Int32Array(count)
  const walk = (root: number) => {
    let top = 0
    path[0] = root
    state[root] = 1
    while (top >= 0) {
      const node = path[top] ?? 0
      const at = next[node] ?? 0
      if (at === starts[node + 1]) {
        state[node] = 2
        top--
        continue
      }
      next[node] = at + 1
      const edge = items[at] ?? 0
      const target = to[edge] ?? 0
      if (state[target] === 1) back[edge] = 1
      else if (state[target] === 0) {
        state[target] = 1
        path[++top] = target
      }
    }
  }
  for (let node = 0; node < count; node++) if (hasParent[node] === 0 && state[node] === 0) walk(node)
  for (let node = 0; node < count; node++) if (state[node] === 0) walk(node)
  return back
}
