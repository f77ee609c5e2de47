import { adjacencyOf, type Adjacency } from './adjacency.ts'

/** The connected part of each node, numbered by first node, and the nodes of each part. O(V + E). */
export function connectedParts(
  count: number,
  from: Int32Array,
  to: Int32Array,
): { readonly part: Int32Array; readonly nodes: Adjacency } {
  const leader = Int32Array.from({ length: count }, (_, node) => node)
  const find = (node: number) => {
    let at = node
    while (leader[at] !== at) {
      // Path halving keeps later lookups short.
      leader[at] = leader[leader[at] ?? 0] ?? 0
      at = leader[at] ?? 0
    }
    return at
  }
  for (let edge = 0; edge < from.length; edge++) {
    const [a, b] = [find(from[edge] ?? 0), find(to[edge] ?? 0)]
    if (a !== b) leader[Math.max(a, b)] = Math.min(a, b)
  }
  const part = new Int32Array(count)
  let parts = 0
  for (let node = 0; node < count; node++) {
    const root = find(node)
    part[node] = root === node ? parts++ : (part[root] ?? 0)
  }
  return { part, nodes: adjacencyOf(parts, part) }
}
