import type { EventId, NodeId } from '#contract/ids.ts'
import type { ChangedEvent, RunChanges } from '../ports/changes.ts'

/** What several writes changed, in their order, as if it had been one. */
export function mergeChanges(writes: readonly RunChanges[]): RunChanges {
  const nodes = new Set<NodeId>()
  const removed_nodes = new Set<NodeId>()
  const events = new Map<EventId, ChangedEvent>()
  const removed_events = new Set<EventId>()
  // What the first write that touches an event says of it: one that goes and comes again was there at the beginning.
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

/** Writes of a run that are told of at most; whoever lags behind further, or more than an hour, reads it anew. */
export const WRITES_NOTED_MAX = 500
export const EVENTS_TOLD_MAX = 2000
const NODES_TOLD_MAX = 1000

/** Whether reading the run anew costs less than to be told all this. */
export const isTooMuch = ({ nodes, removed_nodes, events, removed_events }: RunChanges): boolean =>
  events.length + removed_events.length > EVENTS_TOLD_MAX || nodes.length + removed_nodes.length > NODES_TOLD_MAX
