import type { DAGEdge, DAGNode } from '#contract/entities.ts'
import { sha256 } from '#server/lib/sha256.ts'

type Shape = {
  readonly nodes: readonly Pick<DAGNode, 'node_id'>[]
  readonly edges: readonly Pick<DAGEdge, 'from_node_id' | 'to_node_id'>[]
}

/**
 * Identifies the shape of a graph. Equal for the same nodes and edges in any order, and unaffected by what changes
 * while a run progresses (statuses, labels, times), so a layout computed for a hash stays valid as long as the hash
 * does. O(n log n).
 */
export async function topologyHash({ nodes, edges }: Shape): Promise<string> {
  // JSON keeps the parts of a line unambiguous, whatever the ids contain.
  const lines = [
    ...nodes.map((node) => `["node",${JSON.stringify(node.node_id)}]`),
    ...edges.map((edge) => `["edge",${JSON.stringify(edge.from_node_id)},${JSON.stringify(edge.to_node_id)}]`),
  ]
  // By UTF-16 units, like `<`, but several times as fast as with a comparison function.
  lines.sort()
  return (await sha256(lines.join('\n'))).slice(0, 32)
}
