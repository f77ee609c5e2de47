import type { EventId, NodeId } from '#contract/ids.ts'
import type { ChangedEvent, RunChanges } from '../ports/changes.ts'

/** Merges the changes of several writes, in order, as if they had been one write. */
export function mergeChanges(writes: readonly RunChanges[]): RunChanges {
  const nodes = new Set<NodeId>()
  const removed_nodes = new Set<NodeId>()
  const events = new Map<EventId, ChangedEvent>()
  const removed_events = new Set<EventId>()
  // The first write that touches an event decides whether it is new: an event that is removed and added again existed
  // before.
  const met = new Set<EventId>()
  const areNew = new Set<EventId>()
  for (const write of writes) {
    for (const node_id of write.nodes) {
      nodes.add(node_id)
      removed_nodes.delete(node_id)
    }
    for (const node_id of write.removed_nodes) {
      nodes.delete(node_id)
      removed_nodes.add(node_id)
    }
    for (const event of write.events) {
      if (event.is_new && !met.has(event.event_id)) areNew.add(event.event_id)
      met.add(event.event_id)
      events.set(event.event_id, { ...event, is_new: areNew.has(event.event_id) })
      removed_events.delete(event.event_id)
    }
    for (const event_id of write.removed_events) {
      met.add(event_id)
      events.delete(event_id)
      removed_events.add(event_id)
    }
  }
  return {
    nodes: [...nodes],
    removed_nodes: [...removed_nodes],
    topology: writes.some(({ topology }) => topology),
    events: [...events.values()],
    removed_events: [...removed_events],
    files: writes.some(({ files }) => files),
    messages: writes.some(({ messages }) => messages),
  }
}

/**
 * Maximum number of writes kept per run. A reader that is further behind, or by more than an hour, reads the whole run
 * again.
 */
export const WRITES_NOTED_MAX = 500
export const EVENTS_TOLD_MAX = 2000
const NODES_TOLD_MAX = 1000

/** Whether reading the whole run again is cheaper than sending all these changes. */
export const isTooMuch = ({ nodes, removed_nodes, events, removed_events }: RunChanges): boolean =>
  events.length + removed_events.length > EVENTS_TOLD_MAX || nodes.length + removed_nodes.length > NODES_TOLD_MAX
