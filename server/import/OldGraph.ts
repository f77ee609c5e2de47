import { groupBy } from '#server/lib/groupBy.ts'
import type { OldEdge, OldNode } from './oldRows.ts'

/**
 * The old nodes and edges with indexes. The tables are small and held in memory. The old key allows one row per node
 * id; a table that lost its key may have more, and none is dropped.
 */
export type OldGraph = {
  readonly edges: readonly OldEdge[]
  readonly nodesById: ReadonlyMap<string, readonly OldNode[]>
  readonly nodesByRun: ReadonlyMap<string | undefined, readonly OldNode[]>
  readonly edgesFrom: ReadonlyMap<string | undefined, readonly OldEdge[]>
}

export const oldGraph = (nodes: readonly OldNode[], edges: readonly OldEdge[]): OldGraph => ({
  edges,
  nodesById: groupBy(nodes, (node) => node.id),
  nodesByRun: groupBy(nodes, (node) => node.run_id),
  edgesFrom: groupBy(edges, (edge) => edge.from_node_id),
})
