import { isLive } from '#contract/words.ts'
import type { AuditEvent, AuditedRun } from '#server/store/audits/AuditedRun.ts'
import type { Find } from '#server/store/audits/FindingGroups.ts'

const ENDS = new Set<string | null>(['complete', 'error'])

/**
 * Finds work that started but never ended, in a run that is over. An end belongs to the latest start of the same
 * node, agent and type, as in the timeline's search for the cause of a gap.
 */
export function auditStarts({ run, events }: AuditedRun, find: Find): void {
  if (isLive(run.status) || run.status === 'paused' || run.status === 'waiting_approval') return
  const open = new Map<string, AuditEvent[]>()
  for (const event of events) {
    // A state transition is instantaneous and has no end.
    if (event.event_type === 'state_transition') continue
    const call = JSON.stringify([event.node_id, event.agent_name, event.event_type])
    if (event.event_subtype === 'start' && !event.has_ended) {
      const begun = open.get(call)
      if (begun) begun.push(event)
      else open.set(call, [event])
    } else if (ENDS.has(event.event_subtype)) open.get(call)?.pop()
  }
  for (const { event_id, node_id, event_type, agent_name } of [...open.values()].flat())
    find({
      kind: 'start_unfinished',
      table: 'execution_events',
      event_id,
      node_id,
      detail: `The ${event_type}${agent_name === null ? '' : ` of ${agent_name}`} started, but no end was recorded.`,
    })
}
