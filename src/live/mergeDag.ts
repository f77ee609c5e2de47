import type { DagReply } from '#contract/scoped.ts'
import type { StreamChange } from '#contract/stream.ts'
import type { EnrichedNode } from '#contract/summaries.ts'

/**
 * A graph with a change in it. Undefined where the change does not fit the graph, which must then be read again: a node that
 * is new to it although no node came or went. The order of nodes is the server's: by order_index, missing last, then by id.
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
  }
}

/** The same nodes with some of them as they are now: what nearly every change of a live run is, and so without sorting. Undefined where it is not that. */
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
  // Two missing ones: Infinity - Infinity is NaN, which is as good as equal.
  return byIndex || compareBytes(a.node_id, b.node_id)
}

const encoder = new TextEncoder()

/** As databases compare texts: by their UTF-8 bytes. JavaScript's `<` would put an emoji before U+FF01. */
function compareBytes(a: string, b: string): number {
  const [x, y] = [encoder.encode(a), encoder.encode(b)]
  const at = x.findIndex((byte, index) => byte !== y[index])
  return at < 0 ? x.length - y.length : (x[at] ?? 0) - (y[at] ?? -1)
}
