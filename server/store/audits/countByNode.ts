import type { NodeId } from '#contract/ids.ts'

/** How many of a run's rows name each node. Rows without a node are not counted. */
export function countByNode(rows: readonly { readonly node_id: NodeId | null }[]): ReadonlyMap<NodeId, number> {
  const counts = new Map<NodeId, number>()
  for (const { node_id } of rows) if (node_id !== null) counts.set(node_id, (counts.get(node_id) ?? 0) + 1)
  return counts
}
