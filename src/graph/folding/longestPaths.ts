import { adjacencyOf } from '../layout/engine/adjacency.ts'
import type { FoldInput } from './FoldInput.ts'

/**
 * The longest path to each node, −1 for nodes on or behind a cycle; self-loops do not count. O(V + E).
 *
 * @param lengthOf of an edge, not negative; by default edges are counted
 */
export function longestPaths(
  n: number,
  edges: FoldInput['edges'],
  lengthOf: (from: number, to: number) => number = () => 1,
): Int32Array {
  const after = adjacencyOf(
    n,
    Int32Array.from(edges, ([from]) => from),
  )
  const waits = new Int32Array(n)
  for (const [from, to] of edges) if (from !== to) waits[to] = (waits[to] ?? 0) + 1
  const longest = new Int32Array(n)
  const order = Array.from(waits.keys()).filter((node) => waits[node] === 0)
  // Grows during the iteration.
  for (const node of order) {
    for (let at = after.starts[node] ?? 0; at < (after.starts[node + 1] ?? 0); at++) {
      const [, to = 0] = edges[after.items[at] ?? 0] ?? []
      if (to === node) continue
      longest[to] = Math.max(longest[to] ?? 0, (longest[node] ?? 0) + lengthOf(node, to))
      waits[to] = (waits[to] ?? 0) - 1
      if (waits[to] === 0) order.push(to)
    }
  }
  return longest.map((way, node) => ((waits[node] ?? 0) > 0 ? -1 : way))
}
