import { EDGE_CUTS, NODE_CUTS } from '#contract/cuts.ts'
import type { DAGNode } from '#contract/entities.ts'
import type { NodeId, NodeRef, RunId } from '#contract/ids.ts'
import { RUNS_COUNTED_MAX } from '#contract/queries.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import type { EdgeRow, NodeRepository } from '../ports/nodes.ts'
import { compareCodePoints } from '#server/lib/codePointOrder.ts'
import { cutGraph } from '../read/cutRow.ts'
import { wallTime } from '../prepare/eventTimes.ts'
import { compareKeys, nodeKey } from '../order.ts'
import { eventsOf, filesOf, type MemoryData, messagesOf, ofNode } from './memoryData.ts'
import { modelFigures } from './figures.ts'
import { firstStart, lastEnd } from './summarize.ts'

export class MemoryNodeRepository implements NodeRepository {
  readonly #data: MemoryData

  constructor(data: MemoryData) {
    this.#data = data
  }

  async listEnrichedNodes(run_id: RunId, among?: readonly NodeId[]): Promise<readonly EnrichedNode[]> {
    const nodes = [...(this.#data.runs.get(run_id)?.nodes.values() ?? [])]
      .filter(({ node_id }) => among?.includes(node_id) ?? true)
      .sort((a, b) => compareKeys(nodeKey(a), nodeKey(b)))
      .map((node) => this.#enriched(node))
    return cutGraph(nodes, NODE_CUTS)
  }

  async findEnrichedNode({ run_id, node_id }: NodeRef): Promise<EnrichedNode | undefined> {
    const node = this.#data.runs.get(run_id)?.nodes.get(node_id)
    return node && this.#enriched(node)
  }

  async hasNode({ run_id, node_id }: NodeRef): Promise<boolean> {
    return this.#data.runs.get(run_id)?.nodes.has(node_id) ?? false
  }

  async listEdges(run_id: RunId): Promise<readonly EdgeRow[]> {
    const edges = [...(this.#data.runs.get(run_id)?.edges.values() ?? [])].sort(
      (a, b) => compareCodePoints(a.from_node_id, b.from_node_id) || compareCodePoints(a.to_node_id, b.to_node_id),
    )
    return cutGraph(edges, EDGE_CUTS)
  }

  async countOtherRunsWithNodeId({ run_id, node_id }: NodeRef): Promise<number> {
    let count = 0
    for (const other of this.#data.runs.values()) if (other.run.run_id !== run_id && other.nodes.has(node_id)) count++
    return Math.min(count, RUNS_COUNTED_MAX + 1)
  }

  async countEventsWithoutNode(run_id: RunId): Promise<number> {
    return eventsOf(this.#data, run_id).filter(({ row }) => row.node_id === null).length
  }

  #enriched(node: DAGNode): EnrichedNode {
    const events = ofNode(
      eventsOf(this.#data, node.run_id).map(({ row }) => row),
      node,
    )
    const figures = modelFigures(events)
    const first_event_at = firstStart(events)
    const last_event_at = lastEnd(events)
    return {
      ...node,
      event_count: events.length,
      error_count: events.filter((event) => event.is_error).length,
      file_count: ofNode(filesOf(this.#data, node.run_id), node).length,
      message_count: ofNode(messagesOf(this.#data, node.run_id), node).length,
      input_tokens: figures.input,
      output_tokens: figures.output,
      cost_usd: figures.cost_usd,
      first_event_at,
      last_event_at,
      duration_ms: wallTime(node.started_at ?? first_event_at, node.completed_at ?? last_event_at),
    }
  }
}
