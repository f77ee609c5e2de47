import type { DAGEdge } from '#contract/entities.ts'
import type { NodeRef, RunId } from '#contract/ids.ts'
import type { EnrichedNode, ExecutionSummary } from '#contract/summaries.ts'
import type { NodeRepository, SummaryRepository } from '#server/ports.ts'
import { topologyHash } from './topologyHash.ts'

/** A run's graph with what its cards show. Edges are as stored: none is guessed while reading. */
export type EnrichedGraph = {
  readonly topology_hash: string
  readonly nodes: readonly EnrichedNode[]
  readonly edges: readonly DAGEdge[]
  readonly events_without_node: number
}

/**
 * Tells what happened in the nodes of a run. Everything is counted from rows that match run AND node, files and
 * messages included: a count by the node's id alone would mix in every other run that has a node of the same name.
 */
export class DAGMetadataEnricher {
  readonly #nodes: NodeRepository
  readonly #summaries: SummaryRepository

  constructor(repositories: { readonly nodes: NodeRepository; readonly summaries: SummaryRepository }) {
    this.#nodes = repositories.nodes
    this.#summaries = repositories.summaries
  }

  /** One node's execution summary; all zero where the run has no such node. */
  enrichNode(ref: NodeRef): Promise<ExecutionSummary> {
    return this.#summaries.summarizeNode(ref)
  }

  /** All nodes of a run in one query, however many there are. */
  async enrichGraph(run_id: RunId): Promise<EnrichedGraph> {
    const [nodes, edges, events_without_node] = await Promise.all([
      this.#nodes.listEnrichedNodes(run_id),
      this.#nodes.listEdges(run_id),
      this.#nodes.countEventsWithoutNode(run_id),
    ])
    return { topology_hash: await topologyHash({ nodes, edges }), nodes, edges, events_without_node }
  }
}
