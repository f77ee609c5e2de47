import type { NodeId, RunId } from '#contract/ids.ts'
import { CHANGE_ROWS, type StreamChange } from '#contract/stream.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import type { Repositories } from '#server/store/ports/store.ts'
import { assertReplyScope } from '#server/http/replyScope.ts'
import type { DAGMetadataEnricher, EnrichedGraph } from '#server/enrich/DAGMetadataEnricher.ts'
import type { RunChanges } from '#server/store/ports/changes.ts'

/** Up to this many nodes are read by id; for more, it is faster to read all and filter. */
const BY_ID_MAX = 8

type Readers = Pick<Repositories, 'runs' | 'nodes'>

/** What a reader that knows the run as of `prev` has to learn; undefined if the run is gone. */
export async function changeFrame(
  run_id: RunId,
  prev: number,
  { revision: seq, changes }: { readonly revision: number; readonly changes: RunChanges },
  readers: Readers,
  enricher: DAGMetadataEnricher,
): Promise<StreamChange | undefined> {
  const run = await readers.runs.findListedRun(run_id)
  if (run === undefined) return undefined
  const wanted = new Set(changes.nodes)
  // Messages change the counts on their edges.
  const graph = changes.topology || changes.messages ? await enricher.enrichGraph(run_id) : undefined
  const nodes = graph
    ? graph.nodes.filter(({ node_id }) => wanted.has(node_id))
    : await nodesOf(run_id, wanted, readers)
  const found = new Set(nodes.map(({ node_id }) => node_id))
  const frame: StreamChange = {
    scope: { run_id },
    prev,
    seq,
    run,
    nodes,
    // Removed by now, whatever was recorded at the time of the write.
    removed_nodes: [...new Set([...changes.removed_nodes, ...changes.nodes])].filter((id) => !found.has(id)),
    topology: graph ? topologyOf(graph) : null,
    events_without_node: graph?.events_without_node ?? (await readers.nodes.countEventsWithoutNode(run_id)),
    events: changes.events,
    removed_events: changes.removed_events,
    files: changes.files,
    messages: changes.messages,
  }
  assertReplyScope({ run_id }, frame, CHANGE_ROWS)
  return frame
}

const topologyOf = ({ topology_hash, edges, unplaced_messages }: EnrichedGraph): StreamChange['topology'] => ({
  topology_hash,
  edges,
  unplaced_messages,
})

async function nodesOf(
  run_id: RunId,
  wanted: ReadonlySet<NodeId>,
  { nodes }: Readers,
): Promise<readonly EnrichedNode[]> {
  if (wanted.size > BY_ID_MAX)
    return (await nodes.listEnrichedNodes(run_id)).filter(({ node_id }) => wanted.has(node_id))
  return wanted.size === 0 ? [] : await nodes.listEnrichedNodes(run_id, [...wanted])
}
