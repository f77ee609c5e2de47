import type { EventId, FileId, MessageId, NodeId } from '#contract/ids.ts'
import type { RunChanges } from '../ports/changes.ts'
import { EVENTS_TOLD_MAX, isTooMuch } from './mergeChanges.ts'

/** A row that was added or changed. `former_node_id`: the node that it belonged to before; null if none. */
export type WrittenRow<Id> = {
  readonly id: Id
  readonly node_id: NodeId | null
  readonly former_node_id: NodeId | null
  readonly is_new: boolean
}
/** `node_id`: the node that the row belonged to. */
export type RemovedRow<Id> = { readonly id: Id; readonly node_id: NodeId | null }

export type TableDifference<Id> = {
  readonly written: readonly WrittenRow<Id>[]
  readonly removed: readonly RemovedRow<Id>[]
}

/** What a write changed in the rows of one run. The `node_id` of a node is its own id. */
export type RunDifference = {
  /** Whether the run itself or its session changed. */
  readonly run: boolean
  readonly nodes: TableDifference<NodeId>
  /** Only the number of changed edges. */
  readonly edges: number
  readonly events: TableDifference<EventId>
  readonly files: TableDifference<FileId>
  readonly messages: TableDifference<MessageId>
}

export const isNone = ({ run, nodes, edges, events, files, messages }: RunDifference): boolean =>
  !run && edges === 0 && ![nodes, events, files, messages].some(hasAny)

const hasAny = ({ written, removed }: TableDifference<unknown>): boolean => written.length > 0 || removed.length > 0

/** What viewers of the run need to know about a write; undefined if reading the whole run again is cheaper. */
export function changesToTell(difference: RunDifference): RunChanges | undefined {
  const { written, removed } = difference.events
  // For a large new run, this check is all the work that is needed.
  if (written.length + removed.length > EVENTS_TOLD_MAX) return undefined
  const changes = changesOf(difference)
  return isTooMuch(changes) ? undefined : changes
}

function changesOf({ nodes, edges, events, files, messages }: RunDifference): RunChanges {
  const touched = new Set<NodeId>()
  for (const { written, removed } of [nodes, events, files, messages]) {
    for (const { node_id, former_node_id } of written)
      for (const one of [node_id, former_node_id]) if (one !== null) touched.add(one)
    for (const { node_id } of removed) if (node_id !== null) touched.add(node_id)
  }
  for (const { id } of nodes.removed) touched.delete(id)
  return {
    nodes: [...touched],
    removed_nodes: nodes.removed.map(({ id }) => id),
    topology: edges > 0 || nodes.removed.length > 0 || nodes.written.some(({ is_new }) => is_new),
    events: events.written.map(({ id, node_id, is_new }) => ({ event_id: id, node_id, is_new })),
    removed_events: events.removed.map(({ id }) => id),
    files: hasAny(files),
    messages: hasAny(messages),
  }
}
