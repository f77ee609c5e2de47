import type { NodeId } from '#contract/ids.ts'
import type { DagReply } from '#contract/scoped.ts'
import type { EnrichedEdge } from '#contract/summaries.ts'
import type { Topology } from '../layout/GraphLayout.ts'

type GraphTopology = {
  readonly topology: Topology<NodeId>
  /** The edges of `topology.edges`, in the same order. */
  readonly edges: readonly EnrichedEdge[]
}

const known = new WeakMap<DagReply['edges'], GraphTopology>()

/**
 * What layout needs of a graph, without anything that changes during a run: returns the same object if only figures of
 * nodes changed. Nodes keep the reply's order.
 */
export function topologyOf({ nodes, edges }: Pick<DagReply, 'nodes' | 'edges'>): GraphTopology {
  const former = known.get(edges)
  const ids = former?.topology.ids
  if (former && ids?.length === nodes.length && nodes.every(({ node_id }, at) => node_id === ids[at])) return former
  const graph = graphOf({ nodes, edges })
  known.set(edges, graph)
  return graph
}

function graphOf({ nodes, edges }: Pick<DagReply, 'nodes' | 'edges'>): GraphTopology {
  const index = new Map(nodes.map(({ node_id }, place) => [node_id, place]))
  const drawn = edges.flatMap((edge) => {
    const from = index.get(edge.from_node_id)
    const to = index.get(edge.to_node_id)
    return from === undefined || to === undefined ? [] : [{ edge, pair: [from, to] as const }]
  })
  return {
    topology: {
      ids: nodes.map(({ node_id }) => node_id),
      edges: drawn.map(({ pair }) => pair),
      labelled: drawn.flatMap(({ edge }, place) => (edge.condition === null ? [] : place)),
    },
    edges: drawn.map(({ edge }) => edge),
  }
}
