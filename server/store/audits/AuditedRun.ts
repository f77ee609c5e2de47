import type { DAGEdge, DAGNode, ExecutionEvent, WorkflowRun } from '#contract/entities.ts'
import type { EventId, NodeId, RunId } from '#contract/ids.ts'

/** The fields of an event that an audit reads; never its payloads. */
export type AuditEvent = Pick<
  ExecutionEvent,
  'event_id' | 'node_id' | 'parent_event_id' | 'event_type' | 'event_subtype' | 'agent_name' | 'execution_order'
> & { readonly is_error: boolean; readonly has_ended: boolean }

/**
 * One run as an audit reads it. Events are in list order; `revision` shows later whether the run has been written
 * since.
 */
export type AuditedRun = {
  readonly revision: number
  readonly run: Pick<WorkflowRun, 'run_id' | 'status' | 'parent_run_id'>
  readonly nodes: readonly Pick<DAGNode, 'node_id' | 'node_type' | 'status' | 'parent_node_id' | 'origin'>[]
  readonly edges: readonly Pick<DAGEdge, 'from_node_id' | 'to_node_id' | 'origin'>[]
  readonly events: readonly AuditEvent[]
  /** Number of files per node. */
  readonly filesOfNode: ReadonlyMap<NodeId, number>
  readonly messagesOfNode: ReadonlyMap<NodeId, number>
}

/** What an audit of some runs needs to know about other runs. */
export type ResolvedReferences = {
  /**
   * Node ids that any run has, and whether at least one run recorded the node instead of having it reconstructed from
   * events.
   */
  readonly nodes: ReadonlyMap<NodeId, 'recorded' | 'reconstructed'>
  /** Those events named as parents that are stored in any run. */
  readonly events: ReadonlySet<EventId>
  /** Those runs named as parents that are stored. */
  readonly runs: ReadonlySet<RunId>
  readonly parentOfRun: ReadonlyMap<RunId, RunId>
}

/** What `ResolvedReferences` must resolve for some runs: ids that they name but do not have themselves. */
export type ForeignReferences = {
  readonly node_ids: readonly NodeId[]
  readonly event_ids: readonly EventId[]
  readonly run_ids: readonly RunId[]
}

export function foreignReferencesOf(runs: readonly AuditedRun[]): ForeignReferences {
  const nodes = new Set<NodeId>()
  const events = new Set<EventId>()
  const parents = new Set<RunId>()
  for (const { run, nodes: own, events: rows } of runs) {
    if (run.parent_run_id !== null) parents.add(run.parent_run_id)
    const ids = new Set(own.map((node) => node.node_id))
    for (const { node_id, parent_node_id, origin } of own) {
      if (origin !== 'recorded') nodes.add(node_id)
      if (parent_node_id !== null && !ids.has(parent_node_id)) nodes.add(parent_node_id)
    }
    const eventIds = new Set(rows.map((event) => event.event_id))
    for (const { parent_event_id } of rows)
      if (parent_event_id !== null && !eventIds.has(parent_event_id)) events.add(parent_event_id)
  }
  return { node_ids: [...nodes], event_ids: [...events], run_ids: [...parents] }
}
