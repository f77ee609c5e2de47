import { breakCycles } from './engine/breakCycles.ts'
import type { Topology } from './GraphLayout.ts'

/** Indices of the edges that close a cycle, including self-loops: the same edges that the picture marks. O(V + E). */
export function findBackEdges({ ids, edges }: Topology): readonly number[] {
  const back = breakCycles(
    ids.length,
    Int32Array.from(edges, ([from]) => from),
    Int32Array.from(edges, ([, to]) => to),
  )
  return edges.map((_, edge) => edge).filter((edge) => back[edge] === 1)
}
