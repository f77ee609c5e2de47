import * as z from 'zod/mini'
import { EventId, NodeId, RunId, RunScope } from './ids.ts'
import type { RowPlaces } from './scopedRows.ts'
import { EnrichedEdge, EnrichedNode, RunRow } from './summaries.ts'

/**
 * Server-sent events. Of a run: `hello` first, then `change` or `reset`, each with `id: <seq>`, the number of the run's
 * last write that it tells of. A client keeps the last number and gives it back as `Last-Event-ID`. Frames tell the state
 * as it is now of whatever changed since `prev`, so that a client may skip none but need not have seen each. A run that
 * moved has `moved` instead, without a number, and then the stream ends.
 */
const seq = z.int().check(z.minimum(0))

export const StreamHello = z.strictObject({
  scope: RunScope,
  /** Another text means another database: forget all numbers and read everything again. */
  epoch: z.string(),
  seq,
})
export type StreamHello = Readonly<z.output<typeof StreamHello>>

export const StreamChange = z.strictObject({
  scope: RunScope,
  /** The frame tells of the writes after `prev`, up to and with `seq`. */
  prev: seq,
  seq,
  run: RunRow,
  /** Nodes that changed, or whose figures did, as they are now. */
  nodes: z.readonly(z.array(EnrichedNode)),
  removed_nodes: z.readonly(z.array(NodeId)),
  /** The whole of it where nodes or edges came or went, else null. */
  topology: z.nullable(z.strictObject({ topology_hash: z.string(), edges: z.readonly(z.array(EnrichedEdge)) })),
  events_without_node: z.int().check(z.minimum(0)),
  events: z.readonly(z.array(z.strictObject({ event_id: EventId, node_id: z.nullable(NodeId), is_new: z.boolean() }))),
  removed_events: z.readonly(z.array(EventId)),
  /** Whether files or messages of the run were written. */
  files: z.boolean(),
  messages: z.boolean(),
})
export type StreamChange = Readonly<z.output<typeof StreamChange>>

/** Where the rows of a change are that must bear its scope; the other frames have none. */
export const CHANGE_ROWS = ['run', 'nodes', 'topology?.edges'] as const satisfies RowPlaces

/** What changed is too much to tell, or not known any more: read the run again. */
export const StreamReset = z.strictObject({ scope: RunScope, seq })
export type StreamReset = Readonly<z.output<typeof StreamReset>>

/** There is no such run any more: a span of its trace named another run, which has all of it. */
export const StreamMoved = z.strictObject({ scope: RunScope, moved_to: RunId })
export type StreamMoved = Readonly<z.output<typeof StreamMoved>>

/** Of the list of runs: `hello` first, then `runs` with rows as they are now. There are no numbers: whoever reconnects reads the list again. */
export const ListHello = z.strictObject({ scope: z.strictObject({}), epoch: z.string() })
export type ListHello = Readonly<z.output<typeof ListHello>>
export const ListChange = z.strictObject({
  scope: z.strictObject({}),
  runs: z.readonly(z.array(RunRow)),
  /** More runs changed than a frame holds: read the list again. */
  more: z.boolean(),
})
export type ListChange = Readonly<z.output<typeof ListChange>>

/** The names of the events, and what their data holds. */
export const RUN_STREAM_EVENTS = {
  hello: StreamHello,
  change: StreamChange,
  reset: StreamReset,
  moved: StreamMoved,
} as const
export const LIST_STREAM_EVENTS = { hello: ListHello, runs: ListChange } as const
