import type { Topology } from './GraphLayout.ts'

/** The layer of each node: one more than the deepest of its predecessors', without the edges that close a cycle. O(V + E). */
export function longestPathLayers({ ids, edges }: Topology, without: ReadonlySet<number>): readonly number[] {
  const incoming = new Int32Array(ids.length)
  const outgoing: number[][] = ids.map(() => [])
  edges.forEach(([from, to], index) => {
    if (without.has(index)) return
    incoming[to] = (incoming[to] ?? 0) + 1
    outgoing[from]?.push(to)
  })
  const layer = ids.map(() => 0)
  const queue = ids.map((_, node) => node).filter((node) => incoming[node] === 0)
  for (let at = 0; at < queue.length; at++) {
    const node = queue[at] ?? 0
    for (const to of outgoing[node] ?? []) {
      layer[to] = Math.max(layer[to] ?? 0, (layer[node] ?? 0) + 1)
      incoming[to] = (incoming[to] ?? 0) - 1
      if (incoming[to] === 0) queue.push(to)
    }
  }
  return layer
}
