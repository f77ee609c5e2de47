import type { DagReply } from '#contract/scoped.ts'
import type { StreamChange } from '#contract/stream.ts'
import type { EnrichedNode } from '#contract/summaries.ts'

/**
 * Applies a change to a graph. Undefined if the change does not fit and the graph must be refetched: it has an
 * unknown node although the topology did not change. Nodes are in the server's order: by order_index, missing last,
 * then by id.
 */
export function mergeDag(dag: DagReply, change: StreamChange): DagReply | undefined {
  const { nodes, removed_nodes, topology, events_without_node } = change
  if (topology === null && removed_nodes.length === 0) {
    const inPlace = replaced(dag.nodes, nodes)
    if (inPlace) return { ...dag, nodes: inPlace, events_without_node }
  }
  const merged = new Map(dag.nodes.map((node) => [node.node_id, node]))
  for (const node_id of removed_nodes) merged.delete(node_id)
  for (const node of nodes) merged.set(node.node_id, node)
  if (topology === null && merged.size !== dag.nodes.length) return undefined
  return {
    scope: dag.scope,
    topology_hash: topology?.topology_hash ?? dag.topology_hash,
    nodes: [...merged.values()].sort(inServersOrder),
    edges: topology?.edges ?? dag.edges,
    events_without_node,
    unplaced_messages: topology?.unplaced_messages ?? dag.unplaced_messages,
  }
}

/**
 * Replaces nodes by their current state, without sorting: this covers nearly every change of a live run. Undefined
 * otherwise.
 */
function replaced(
  nodes: readonly EnrichedNode[],
  changed: readonly EnrichedNode[],
): readonly EnrichedNode[] | undefined {
  const byId = new Map(changed.map((node) => [node.node_id, node]))
  let found = 0
  const merged = nodes.map((node) => {
    const now = byId.get(node.node_id)
    if (now?.order_index !== node.order_index) return node
    found++
    return now
  })
  return found === byId.size ? merged : undefined
}

function inServersOrder(a: EnrichedNode, b: EnrichedNode): number {
  const byIndex = (a.order_index ?? Infinity) - (b.order_index ?? Infinity)
  // If both are missing, Infinity - Infinity is NaN, which counts as equal.
  return byIndex || compareBytes(a.node_id, b.node_id)
}

const encoder = new TextEncoder()

/** Compares UTF-8 bytes, as databases do. JavaScript's `<` would put an emoji before U+FF01. */
function compareBytes(a: string, b: string): number {
  const [x, y] = [encoder.encode(a), encoder.encode(b)]
  const at = x.findIndex((byte, index) => byte !== y[index])
  return at < 0 ? x.length - y.length : (x[at] ?? 0) - (y[at] ?? -1)
}
