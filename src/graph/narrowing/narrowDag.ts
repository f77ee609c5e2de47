import type { NodeId } from '#contract/ids.ts'
import type { DagReply } from '#contract/scoped.ts'
import { addTo } from '#src/lib/addTo.ts'
import type { Narrowing } from '#src/navigation/runViewState.ts'

/** How many nodes are shown, out of how many. */
export type Narrowed = { readonly shown: number; readonly all: number }

/**
 * The requested part of a graph as a graph of its own, with the edges among its nodes. The open node is always
 * included, so that no link leads to a picture without it. Returns the same object if nothing is left out. O(nodes +
 * edges).
 */
export function narrowDag(dag: DagReply, only: Narrowing | undefined, selected: NodeId | undefined): DagReply {
  if (only === undefined) return dag
  const kept = keptBy(dag, only)
  if (kept.size > 0 && selected !== undefined) kept.add(selected)
  const nodes = dag.nodes.filter(({ node_id }) => kept.has(node_id))
  if (nodes.length === dag.nodes.length) return dag
  const edges = dag.edges.filter((edge) => kept.has(edge.from_node_id) && kept.has(edge.to_node_id))
  return { ...dag, nodes, edges }
}

function keptBy({ nodes, edges }: DagReply, only: Narrowing): Set<NodeId> {
  const isUpstream = only.kind !== 'downstream'
  const next = new Map<NodeId, NodeId[]>()
  for (const { from_node_id, to_node_id } of edges) {
    const [from, to] = isUpstream ? [to_node_id, from_node_id] : [from_node_id, to_node_id]
    addTo(next, from, to)
  }
  const starts = nodes.filter(({ node_id, status }) =>
    only.kind === 'failed' ? status === 'failed' : node_id === only.node_id,
  )
  const kept = new Set(starts.map(({ node_id }) => node_id))
  // A set iterates over elements added during iteration, so this visits each node once, even in a cycle.
  for (const node_id of kept) for (const other of next.get(node_id) ?? []) kept.add(other)
  return kept
}
