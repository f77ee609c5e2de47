import type { DAGEdge } from '#contract/entities.ts'
import type { Cut } from '#contract/cuts.ts'
import type { NodeId, NodeRef, RunId } from '#contract/ids.ts'
import type { EnrichedNode } from '#contract/summaries.ts'

/** An edge as a graph has it. */
export type EdgeRow = DAGEdge & { readonly cut?: Cut }

export interface NodeRepository {
  /**
   * By order_index (missing last), then node_id, each with the figures of its card, in one query for all; long texts are cut.
   * `among`: only those of these ids.
   */
  listEnrichedNodes(run_id: RunId, among?: readonly NodeId[]): Promise<readonly EnrichedNode[]>
  /** The whole of it. */
  findEnrichedNode(ref: NodeRef): Promise<EnrichedNode | undefined>
  /** Whether the run has the node; counts nothing, as `findEnrichedNode` does. */
  hasNode(ref: NodeRef): Promise<boolean>
  /** By from_node_id, then to_node_id; long conditions are cut. */
  listEdges(run_id: RunId): Promise<readonly EdgeRow[]>
  /**
   * How many other runs have a node of this id; `RUNS_COUNTED_MAX` and one of more. Reads keys only, never their rows' content.
   */
  countOtherRunsWithNodeId(ref: NodeRef): Promise<number>
  countEventsWithoutNode(run_id: RunId): Promise<number>
}
