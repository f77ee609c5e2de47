import type { DAGEdge, DAGNode } from '#contract/entities.ts'
import type { RunId } from '#contract/ids.ts'
import type { UnplacedFinding } from './findings.ts'
import type { Report } from './mendRows.ts'
import type { OldGraph } from './OldGraph.ts'
import type { OldEdge } from './oldRows.ts'
import { RowMender } from './RowMender.ts'

export type MendedEdges = {
  readonly edges: readonly DAGEdge[]
  /** The old rows of these edges. */
  readonly placed: readonly OldEdge[]
  /** Old rows that duplicate an edge of the run; already reported. */
  readonly repeated: readonly OldEdge[]
}

/**
 * Finds the old edges whose two ends are nodes of this run. If the run owns the rows of both ends, the edge is its
 * own, `recorded`. If one end is reconstructed, the edge is known from the same chain in another run and is
 * `inferred` here. Linear in the old edges that start at the run's nodes.
 */
export function mendEdges(run_id: RunId, nodes: readonly DAGNode[], graph: OldGraph, report: Report): MendedEdges {
  const nodesById = new Map<string, DAGNode>(nodes.map((node) => [node.node_id, node]))
  const edges = new Map<string, DAGEdge>()
  const placed: OldEdge[] = []
  const repeated: OldEdge[] = []
  for (const from of nodes)
    for (const old of graph.edgesFrom.get(from.node_id) ?? []) {
      const to = nodesById.get(old.to_node_id ?? '')
      if (to === undefined) continue
      const row = { table: 'dag_edges', key: old.id, run_id } as const
      // No id contains a control character, so a pair joined by one is unique.
      const pair = `${from.node_id}\u0000${to.node_id}`
      const isRecorded = from.origin === 'recorded' && to.origin === 'recorded'
      if (edges.has(pair)) {
        // An inferred edge was not this run's row, so none of the run's rows is left out.
        if (!isRecorded) continue
        repeated.push(old)
        const reason = 'the run has this edge twice; the first row was kept'
        report({ kind: 'duplicate_key', ...row, reason, row: old.raw })
        continue
      }
      placed.push(old)
      edges.set(pair, {
        run_id,
        from_node_id: from.node_id,
        to_node_id: to.node_id,
        dependency_type: new RowMender(row, report).word('dependency_type', old.dependency_type, 'sequential'),
        condition: old.condition ?? null,
        origin: isRecorded ? 'recorded' : 'inferred',
      })
    }
  return { edges: [...edges.values()], placed, repeated }
}

/** Why an old edge belongs to no run. Call it after all runs are read. */
export function unplacedEdge(edge: OldEdge, graph: OldGraph): UnplacedFinding {
  const ends = [edge.from_node_id, edge.to_node_id]
  const isMissing = ends.some((end) => end === undefined || !graph.nodesById.has(end))
  return {
    kind: isMissing ? 'edge_end_missing' : 'edge_between_runs',
    table: 'dag_edges',
    key: edge.id,
    run_id: undefined,
    reason: isMissing ? 'an end of the edge is a node that is not stored' : 'no imported run has both ends of the edge',
    row: edge.raw,
  }
}
