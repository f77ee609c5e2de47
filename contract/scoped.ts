import * as z from 'zod/mini'
import { EventId, NodeRef, RunScope } from './ids.ts'
import { EnrichedEdge, EnrichedNode, UnplacedMessages } from './summaries.ts'

/**
 * Envelopes. Every reply and every item in it repeats the requested scope, so that a reader can check both: the
 * envelope reveals a mixed-up cache or proxy, the items a missing WHERE clause.
 */
export const GlobalScope = z.strictObject({})

/**
 * A page of a keyset-ordered list. A page ends early once it reaches `PAGE_BYTES_MAX`, so it can have fewer rows than
 * requested although more follow; only `next_cursor` tells whether it is the last. `total` counts all matching rows,
 * not just this page. `total_is_capped` means that more rows match than were counted.
 */
export function pageOf<Scope extends z.core.$ZodType, Item extends z.core.$ZodType>(scope: Scope, item: Item) {
  return z.strictObject({
    scope,
    items: z.readonly(z.array(item)),
    total: z.int().check(z.minimum(0)),
    total_is_capped: z.exactOptional(z.literal(true)),
    next_cursor: z.nullable(z.string()),
  })
}

/** A single item. */
export function oneOf<Scope extends z.core.$ZodType, Item extends z.core.$ZodType>(scope: Scope, item: Item) {
  return z.strictObject({ scope, item })
}

/** A page as the app handles it, whatever its scope and rows. */
export type Page<Scope, Item> = {
  readonly scope: Scope
  readonly items: readonly Item[]
  readonly total: number
  readonly total_is_capped?: true
  readonly next_cursor: string | null
}

/** The whole graph of a run. Not paged, because half a graph misleads. */
export const DagReply = z.strictObject({
  scope: RunScope,
  /** Changes exactly when nodes or edges are added or removed. A layout stays valid until then. */
  topology_hash: z.string(),
  nodes: z.readonly(z.array(EnrichedNode)),
  edges: z.readonly(z.array(EnrichedEdge)),
  /** Number of the run's events that belong to no node. */
  events_without_node: z.int().check(z.minimum(0)),
  unplaced_messages: UnplacedMessages,
})
export type DagReply = Readonly<z.output<typeof DagReply>>

export const NodeReply = z.strictObject({
  scope: NodeRef,
  item: EnrichedNode,
  /** Number of other runs with a node of the same id. Their rows never appear in this scope. */
  other_runs_with_this_node_id: z.int().check(z.minimum(0)),
  /** More runs have such a node than were counted. */
  other_runs_are_capped: z.exactOptional(z.literal(true)),
  /** The run comes from an old database, where rows were selected by node id alone, or from the demo, which imitates one. */
  run_is_imported: z.exactOptional(z.literal(true)),
})
export type NodeReply = Readonly<z.output<typeof NodeReply>>

/** An event and its descendants within its run, parents before children. Depth counts from the requested event. */
export function treeOf<Item extends z.core.$ZodType>(item: Item) {
  return z.strictObject({
    scope: RunScope,
    root_event_id: EventId,
    items: z.readonly(z.array(z.strictObject({ tree_depth: z.int(), event: item }))),
    total: z.int(),
    /** True if descendants beyond `EVENT_TREE_MAX` were left out. */
    truncated: z.boolean(),
  })
}

/** Maximum number of events in a tree. */
export const EVENT_TREE_MAX = 2000
