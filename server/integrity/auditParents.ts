import type { EventId, NodeId, RunId } from '#contract/ids.ts'
import type { AuditedRun, Surroundings } from './AuditedRun.ts'
import type { Find } from './auditRun.ts'
import { namesOf } from './auditNodes.ts'
import { findCycles } from './findCycles.ts'

/** Parents of events, nodes and the run that are missing, in another run, or the row's own descendants. */
export function auditParents(audited: AuditedRun, around: Surroundings, find: Find): void {
  auditEventParents(audited, around, find)
  auditNodeParents(audited, around, find)
  auditRunParent(audited.run, around, find)
}

function auditEventParents({ events }: AuditedRun, around: Surroundings, find: Find): void {
  const parentOf = new Map<EventId, EventId>()
  const nodeOf = new Map<EventId, NodeId | null>(events.map(({ event_id, node_id }) => [event_id, node_id]))
  for (const { event_id, node_id, parent_event_id } of events) {
    if (parent_event_id === null) continue
    if (nodeOf.has(parent_event_id)) {
      parentOf.set(event_id, parent_event_id)
      continue
    }
    const isElsewhere = around.events.has(parent_event_id)
    find({
      kind: isElsewhere ? 'event_parent_elsewhere' : 'event_parent_missing',
      table: 'execution_events',
      node_id,
      event_id,
      detail: `The event names ${parent_event_id} as its parent, which ${isElsewhere ? 'is in another run' : 'is not stored'}.`,
    })
  }
  for (const cycle of cyclesOf(parentOf))
    find({
      kind: 'event_parent_cycle',
      table: 'execution_events',
      node_id: nodeOf.get(cycle[0]) ?? null,
      event_id: cycle[0],
      rows: cycle.length,
      detail:
        cycle.length === 1 ? 'The event is its own parent.' : `Each is the parent of the next: ${namesOf(cycle)}.`,
    })
}

function auditNodeParents({ nodes }: AuditedRun, around: Surroundings, find: Find): void {
  const parentOf = new Map<NodeId, NodeId>()
  const own = new Set(nodes.map(({ node_id }) => node_id))
  for (const { node_id, parent_node_id } of nodes) {
    if (parent_node_id === null) continue
    if (own.has(parent_node_id)) {
      parentOf.set(node_id, parent_node_id)
      continue
    }
    const isElsewhere = around.nodes.has(parent_node_id)
    find({
      kind: isElsewhere ? 'node_parent_elsewhere' : 'node_parent_missing',
      table: 'dag_nodes',
      node_id,
      detail: `Node ${node_id} names ${parent_node_id} as its parent, which ${isElsewhere ? 'only other runs have' : 'no run has'}.`,
    })
  }
  for (const cycle of cyclesOf(parentOf))
    find({
      kind: 'node_parent_cycle',
      table: 'dag_nodes',
      node_id: cycle[0],
      rows: cycle.length,
      detail:
        cycle.length === 1
          ? `Node ${cycle[0]} is its own parent.`
          : `Each is the parent of the next: ${namesOf(cycle)}.`,
    })
}

function auditRunParent({ run_id, parent_run_id }: AuditedRun['run'], around: Surroundings, find: Find): void {
  if (parent_run_id === null) return
  if (!around.runs.has(parent_run_id))
    find({
      kind: 'run_parent_missing',
      table: 'workflow_runs',
      detail: `The run names ${parent_run_id} as its parent, which is not stored.`,
    })
  const seen = new Set<RunId>()
  for (let at: RunId | undefined = parent_run_id; at !== undefined && !seen.has(at); at = around.parentOfRun.get(at)) {
    seen.add(at)
    if (at === run_id) {
      const detail =
        seen.size === 1 ? 'The run is its own parent.' : `Each is the parent of the next: ${namesOf([...seen])}.`
      find({ kind: 'run_parent_cycle', table: 'workflow_runs', detail })
    }
  }
}

/** Cycles among rows of which each has one parent at most; none is empty. */
function cyclesOf<Id>(parentOf: ReadonlyMap<Id, Id>): readonly (readonly [Id, ...Id[]])[] {
  const next = (id: Id): readonly Id[] => {
    const parent = parentOf.get(id)
    return parent === undefined ? [] : [parent]
  }
  return findCycles(parentOf.keys(), next).flatMap(([first, ...rest]) =>
    first === undefined ? [] : [[first, ...rest] as const],
  )
}
