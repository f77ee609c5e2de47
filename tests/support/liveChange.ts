import type { EventId, NodeId, RunId } from '#contract/ids.ts'
import type { StreamChange } from '#contract/stream.ts'
import type { Store } from '#server/store/ports/store.ts'
import { DAGMetadataEnricher } from '#server/enrich/DAGMetadataEnricher.ts'

type Told = {
  readonly prev: number
  readonly seq: number
  readonly nodes?: readonly string[]
  readonly added?: readonly string[]
  readonly changed?: readonly string[]
  readonly isTopology?: boolean
  readonly files?: boolean
  readonly messages?: boolean
}

/** The frame with which an honest server tells of a write, its rows as the store has them. */
export async function changeOf(store: Store, run_id: RunId, told: Told) {
  const run = await store.repositories.runs.findRun(run_id)
  if (!run) throw new Error(`there is no run ${run_id} to tell of`)
  const graph = await new DAGMetadataEnricher(store.repositories).enrichGraph(run_id)
  const event = async (event_id: string, is_new: boolean) => {
    const stored = await store.repositories.events.findEvent(run_id, event_id as EventId)
    return { event_id: event_id as EventId, node_id: stored?.node_id ?? null, is_new }
  }
  const data: StreamChange = {
    scope: { run_id },
    prev: told.prev,
    seq: told.seq,
    run,
    nodes: graph.nodes.filter(({ node_id }) => told.nodes?.includes(node_id)),
    removed_nodes: [] as readonly NodeId[],
    topology: told.isTopology
      ? { topology_hash: graph.topology_hash, edges: graph.edges, unplaced_messages: graph.unplaced_messages }
      : null,
    events_without_node: graph.events_without_node,
    events: await Promise.all([
      ...(told.added ?? []).map((event_id) => event(event_id, true)),
      ...(told.changed ?? []).map((event_id) => event(event_id, false)),
    ]),
    removed_events: [],
    files: told.files ?? false,
    messages: told.messages ?? false,
  }
  return { event: 'change', id: told.seq, data }
}
