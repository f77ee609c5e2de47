import * as z from 'zod/mini'
import { EventId, NodeId, RunId, RunScope } from './ids.ts'
import type { RowPlaces } from './scopedRows.ts'
import { EnrichedEdge, EnrichedNode, RunRow, UnplacedMessages } from './summaries.ts'

/**
 * Server-sent events of a run: `hello` first, then `change` or `reset`, each with `id: <seq>`, the revision that the
 * frame covers. A client keeps the last id and sends it back as `Last-Event-ID`. A frame contains the current state
 * of everything that changed since `prev`, so intermediate frames may be merged but no change is lost. If the run
 * moved, the stream sends `moved` without an id, then ends.
 */
const seq = z.int().check(z.minimum(0))

export const StreamHello = z.strictObject({
  scope: RunScope,
  /** A different value means a different database: discard all revisions and read everything again. */
  epoch: z.string(),
  seq,
})
export type StreamHello = Readonly<z.output<typeof StreamHello>>

export const StreamChange = z.strictObject({
  scope: RunScope,
  /** The frame covers the writes after `prev`, up to and including `seq`. */
  prev: seq,
  seq,
  run: RunRow,
  /** The current state of nodes that changed or whose metrics did. */
  nodes: z.readonly(z.array(EnrichedNode)),
  removed_nodes: z.readonly(z.array(NodeId)),
  /** The whole topology if nodes or edges were added or removed, or messages were written; else null. */
  topology: z.nullable(
    z.strictObject({
      topology_hash: z.string(),
      edges: z.readonly(z.array(EnrichedEdge)),
      unplaced_messages: UnplacedMessages,
    }),
  ),
  events_without_node: z.int().check(z.minimum(0)),
  events: z.readonly(z.array(z.strictObject({ event_id: EventId, node_id: z.nullable(NodeId), is_new: z.boolean() }))),
  removed_events: z.readonly(z.array(EventId)),
  /** Whether files or messages of the run were written. */
  files: z.boolean(),
  messages: z.boolean(),
})
export type StreamChange = Readonly<z.output<typeof StreamChange>>

/** Where a change has rows that must belong to its scope. Other frames have none. */
export const CHANGE_ROWS = ['run', 'nodes', 'topology?.edges'] as const satisfies RowPlaces

/** What changed is too much to tell, or not known any more: read the run again. */
export const StreamReset = z.strictObject({ scope: RunScope, seq })
export type StreamReset = Readonly<z.output<typeof StreamReset>>

/** This run no longer exists: a span assigned its trace to another run, which now has all its data. */
export const StreamMoved = z.strictObject({ scope: RunScope, moved_to: RunId })
export type StreamMoved = Readonly<z.output<typeof StreamMoved>>

/**
 * Server-sent events of the run list: `hello` first, then `runs` with the current rows. There are no ids: after a
 * reconnect, read the list again.
 */
export const ListHello = z.strictObject({ scope: z.strictObject({}), epoch: z.string() })
export type ListHello = Readonly<z.output<typeof ListHello>>
export const ListChange = z.strictObject({
  scope: z.strictObject({}),
  runs: z.readonly(z.array(RunRow)),
  /** More runs changed than fit into a frame: read the list again. */
  more: z.boolean(),
})
export type ListChange = Readonly<z.output<typeof ListChange>>

/** The event names, and the schemas of their data. */
export const RUN_STREAM_EVENTS = {
  hello: StreamHello,
  change: StreamChange,
  reset: StreamReset,
  moved: StreamMoved,
} as const
export const LIST_STREAM_EVENTS = { hello: ListHello, runs: ListChange } as const
