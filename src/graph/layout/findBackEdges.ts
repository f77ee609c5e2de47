import type { Topology } from './GraphLayout.ts'

/**
 * Indices of the edges that close a cycle, self-loops among them: those that a depth-first walk in the order given finds
 * leading back into its own path. Without them the graph has no cycle. A stack of our own, for a chain of thousands
 * would overflow the engine's. O(V + E).
 */
export function findBackEdges({ ids, edges }: Topology): readonly number[] {
  const outgoing: number[][] = ids.map(() => [])
  edges.forEach(([from], index) => outgoing[from]?.push(index))
  const state = new Uint8Array(ids.length) // 0 unseen, 1 on the path, 2 done
  const back: number[] = []
  for (let root = 0; root < ids.length; root++) {
    if (state[root] !== 0) continue
    const path: { readonly node: number; next: number }[] = [{ node: root, next: 0 }]
    state[root] = 1
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const edge = outgoing[top.node]?.[top.next++]
      if (edge === undefined) {
        state[top.node] = 2
        path.pop()
        continue
      }
      const to = edges[edge]?.[1] ?? 0
      if (state[to] === 1) back.push(edge)
      else if (state[to] === 0) {
        state[to] = 1
        path.push({ node: to, next: 0 })
      }
    }
  }
  return back.sort((a, b) => a - b)
}
