import type { RunId } from '#contract/ids.ts'
import type { AuditedRun, ResolvedReferences } from '#server/store/audits/AuditedRun.ts'
import type { Find } from '#server/store/audits/FindingGroups.ts'
import { namesOf } from './namesOf.ts'
import { kinshipOf } from './kinship.ts'

/** Finds parents of events, nodes and the run that are missing, in another run, or descendants of the row itself. */
export function auditParents(audited: AuditedRun, around: ResolvedReferences, find: Find): void {
  auditEventParents(audited, around, find)
  auditNodeParents(audited, around, find)
  auditRunParent(audited.run, around, find)
}

function auditEventParents({ events }: AuditedRun, around: ResolvedReferences, find: Find): void {
  const { orphans, cycles } = kinshipOf(
    events,
    (event) => event.event_id,
    (event) => event.parent_event_id,
  )
  for (const { row, parent } of orphans) {
    const isElsewhere = around.events.has(parent)
    find({
      kind: isElsewhere ? 'event_parent_elsewhere' : 'event_parent_missing',
      table: 'execution_events',
      node_id: row.node_id,
      event_id: row.event_id,
      detail: `The event names ${parent} as its parent, which ${isElsewhere ? 'is in another run' : 'is not stored'}.`,
    })
  }
  const nodeOf = new Map(events.map(({ event_id, node_id }) => [event_id, node_id]))
  for (const cycle of cycles)
    find({
      kind: 'event_parent_cycle',
      table: 'execution_events',
      node_id: nodeOf.get(cycle[0]) ?? null,
      event_id: cycle[0],
      rows: cycle.length,
      detail: circle(cycle, 'The event is its own parent.'),
    })
}

function auditNodeParents({ nodes }: AuditedRun, around: ResolvedReferences, find: Find): void {
  const { orphans, cycles } = kinshipOf(
    nodes,
    (node) => node.node_id,
    (node) => node.parent_node_id,
  )
  for (const { row, parent } of orphans) {
    const isElsewhere = around.nodes.has(parent)
    find({
      kind: isElsewhere ? 'node_parent_elsewhere' : 'node_parent_missing',
      table: 'dag_nodes',
      node_id: row.node_id,
      detail: `Node ${row.node_id} names ${parent} as its parent, which ${isElsewhere ? 'only other runs have' : 'no run has'}.`,
    })
  }
  for (const cycle of cycles)
    find({
      kind: 'node_parent_cycle',
      table: 'dag_nodes',
      node_id: cycle[0],
      rows: cycle.length,
      detail: circle(cycle, `Node ${cycle[0]} is its own parent.`),
    })
}

function auditRunParent({ run_id, parent_run_id }: AuditedRun['run'], around: ResolvedReferences, find: Find): void {
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
    if (at === run_id)
      find({
        kind: 'run_parent_cycle',
        table: 'workflow_runs',
        detail: circle([...seen], 'The run is its own parent.'),
      })
  }
}

const circle = (ids: readonly string[], alone: string): string =>
  ids.length === 1 ? alone : `Each is the parent of the next: ${namesOf(ids)}.`
