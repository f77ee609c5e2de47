import type { NodeRef, RunId } from '#contract/ids.ts'
import type { EnrichedEdge, EnrichedNode, ExecutionSummary, UnplacedMessages } from '#contract/summaries.ts'
import type { MessageRepository } from '#server/store/ports/messages.ts'
import type { NodeRepository } from '#server/store/ports/nodes.ts'
import type { SummaryRepository } from '#server/store/ports/summaries.ts'
import { countMessages } from './messageEdges.ts'
import { topologyHash } from './topologyHash.ts'

/** A run's graph with the data of its cards and edges. Edges are returned as stored; none is inferred while reading. */
export type EnrichedGraph = {
  readonly topology_hash: string
  readonly nodes: readonly EnrichedNode[]
  readonly edges: readonly EnrichedEdge[]
  readonly events_without_node: number
  readonly unplaced_messages: UnplacedMessages
}

/**
 * Summarizes what happened in the nodes of a run. Counts only rows that match run AND node, including files and
 * messages: a count by node id alone would mix in every other run that has a node of the same name.
 */
export class DAGMetadataEnricher {
  readonly #nodes: NodeRepository
  readonly #messages: MessageRepository
  readonly #summaries: SummaryRepository

  constructor(repositories: {
    readonly nodes: NodeRepository
    readonly messages: MessageRepository
    readonly summaries: SummaryRepository
  }) {
    this.#nodes = repositories.nodes
    this.#messages = repositories.messages
    this.#summaries = repositories.summaries
  }

  /** One node's execution summary; all zeros if the run has no such node. */
  enrichNode(ref: NodeRef): Promise<ExecutionSummary> {
    return this.#summaries.summarizeNode(ref)
  }

  /** All nodes of a run, in one query, and its edges with the number of messages on each. */
  async enrichGraph(run_id: RunId): Promise<EnrichedGraph> {
    const [nodes, stored, flows, events_without_node] = await Promise.all([
      this.#nodes.listEnrichedNodes(run_id),
      this.#nodes.listEdges(run_id),
      this.#messages.countMessageFlows(run_id),
      this.#nodes.countEventsWithoutNode(run_id),
    ])
    const { byEdge, unplaced } = countMessages(nodes, stored, flows)
    const edges = stored.map((edge, i) => ({ ...edge, message_count: byEdge[i] ?? 0 }))
    return {
      topology_hash: await topologyHash({ nodes, edges }),
      nodes,
      edges,
      events_without_node,
      unplaced_messages: unplaced,
    }
  }
}
