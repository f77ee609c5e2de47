import type { DAGEdge } from '#contract/entities.ts'
import type { Cut } from '#contract/cuts.ts'
import type { NodeId, NodeRef, RunId } from '#contract/ids.ts'
import type { EnrichedNode } from '#contract/summaries.ts'

/** An edge as returned for a graph. */
export type EdgeRow = DAGEdge & { readonly cut?: Cut }

export interface NodeRepository {
  /**
   * Sorted by order_index (missing last), then node_id. Each node has the figures of its card; all come from one query.
   * Long texts are cut. `among`: only nodes with these ids.
   */
  listEnrichedNodes(run_id: RunId, among?: readonly NodeId[]): Promise<readonly EnrichedNode[]>
  /** The complete node, with uncut texts. */
  findEnrichedNode(ref: NodeRef): Promise<EnrichedNode | undefined>
  /** Whether the run has the node. Unlike `findEnrichedNode`, counts nothing. */
  hasNode(ref: NodeRef): Promise<boolean>
  /** Sorted by from_node_id, then to_node_id. Long conditions are cut. */
  listEdges(run_id: RunId): Promise<readonly EdgeRow[]>
  /**
   * How many other runs have a node with this id, capped at `RUNS_COUNTED_MAX` + 1. Reads only keys, never row
   * contents.
   */
  countOtherRunsWithNodeId(ref: NodeRef): Promise<number>
  countEventsWithoutNode(run_id: RunId): Promise<number>
}
