import { namesOf } from './namesOf.ts'
import type { NodeId } from '#contract/ids.ts'
import type { AuditedRun, ResolvedReferences } from '#server/store/audits/AuditedRun.ts'
import type { Find } from '#server/store/audits/FindingGroups.ts'
import { countByNode } from '#server/store/audits/countByNode.ts'
import { findCycles } from './findCycles.ts'

/** Finds nodes that the old key lost, their rows that were shown in other runs, and cycles of edges. */
export function auditNodes(audited: AuditedRun, around: ResolvedReferences, find: Find): void {
  const eventsOfNode = countByNode(audited.events)

  for (const { node_id, origin } of audited.nodes) {
    if (origin === 'recorded') continue
    const own = [
      { kind: 'event_node_elsewhere', table: 'execution_events', what: 'event', rows: eventsOfNode.get(node_id) ?? 0 },
      { kind: 'file_node_elsewhere', table: 'files', what: 'file', rows: audited.filesOfNode.get(node_id) ?? 0 },
      {
        kind: 'message_node_elsewhere',
        table: 'messages',
        what: 'message',
        rows: audited.messagesOfNode.get(node_id) ?? 0,
      },
    ] as const
    find({
      kind: 'node_reconstructed',
      table: 'dag_nodes',
      node_id,
      detail: `Node ${node_id} was reconstructed from the events, files and messages of this run that name it.`,
    })
    const isElsewhere = around.nodes.get(node_id) === 'recorded'
    for (const { kind, table, what, rows } of own) {
      if (rows === 0) continue
      const counted = `${rows} ${what}${rows === 1 ? '' : 's'} of this run ${rows === 1 ? 'names' : 'name'} node ${node_id}`
      if (isElsewhere)
        find({ kind, table, node_id, key: node_id, rows, detail: `${counted}, whose row belongs to another run.` })
      else find({ kind: 'node_missing', table, node_id, rows, detail: `${counted}, which has no row in any run.` })
    }
  }

  for (const { from_node_id, to_node_id, origin } of audited.edges)
    if (origin === 'inferred')
      find({
        kind: 'edge_inferred',
        table: 'dag_edges',
        node_id: from_node_id,
        key: `${from_node_id} → ${to_node_id}`,
        detail: `The edge from ${from_node_id} to ${to_node_id} was inferred from another run that has both nodes.`,
      })

  const next = new Map<NodeId, NodeId[]>()
  for (const { from_node_id, to_node_id } of audited.edges) {
    const targets = next.get(from_node_id)
    if (targets) targets.push(to_node_id)
    else next.set(from_node_id, [to_node_id])
  }
  for (const cycle of findCycles(next.keys(), (id) => next.get(id) ?? []))
    find({
      kind: 'edge_cycle',
      table: 'dag_edges',
      node_id: cycle[0] ?? null,
      rows: cycle.length,
      detail:
        cycle.length === 1 ? `An edge leads from ${cycle[0]} to itself.` : `The edges form a cycle: ${namesOf(cycle)}.`,
    })
}
