import * as z from 'zod/mini'
import { EventId, NodeRef, RunScope } from './ids.ts'
import { EnrichedEdge, EnrichedNode } from './summaries.ts'

/**
 * Envelopes. Every reply repeats the scope that it was made for, and every item in it repeats the scope too, so that
 * the reader can check both: the envelope tells of a mixed-up cache or proxy, the items of a forgotten predicate.
 */
export const GlobalScope = z.strictObject({})

/**
 * A page of a list in keyset order. It may have fewer rows than were asked for although more follow: it ends early where
 * its bytes reach `PAGE_BYTES_MAX`, so that only `next_cursor` tells whether it is the last. `total` counts all rows that
 * match, not this page's; where `total_is_capped` is there, more match than were counted.
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

/** One thing. */
export function oneOf<Scope extends z.core.$ZodType, Item extends z.core.$ZodType>(scope: Scope, item: Item) {
  return z.strictObject({ scope, item })
}

/** A page as the application handles it, whatever its scope and rows. */
export type Page<Scope, Item> = {
  readonly scope: Scope
  readonly items: readonly Item[]
  readonly total: number
  readonly total_is_capped?: true
  readonly next_cursor: string | null
}

/** The whole graph of a run. Not paged: a picture of half a graph misleads. */
export const DagReply = z.strictObject({
  scope: RunScope,
  /** Changes when nodes or edges come or go, and only then; a layout stays valid as long as it does. */
  topology_hash: z.string(),
  nodes: z.readonly(z.array(EnrichedNode)),
  edges: z.readonly(z.array(EnrichedEdge)),
  /** Events of the run that belong to no node. */
  events_without_node: z.int().check(z.minimum(0)),
})
export type DagReply = Readonly<z.output<typeof DagReply>>

export const NodeReply = z.strictObject({
  scope: NodeRef,
  item: EnrichedNode,
  /** Other runs that have a node of the same id. Their rows are not shown anywhere in this scope. */
  other_runs_with_this_node_id: z.int().check(z.minimum(0)),
  /** More have one than were counted. */
  other_runs_are_capped: z.exactOptional(z.literal(true)),
})
export type NodeReply = Readonly<z.output<typeof NodeReply>>

/** An event and its descendants within its run, parents before children; depth counts from the asked event. */
export function treeOf<Item extends z.core.$ZodType>(item: Item) {
  return z.strictObject({
    scope: RunScope,
    root_event_id: EventId,
    items: z.readonly(z.array(z.strictObject({ tree_depth: z.int(), event: item }))),
    total: z.int(),
    /** True where descendants beyond `EVENT_TREE_MAX` were left out. */
    truncated: z.boolean(),
  })
}

/** Events that a tree holds at most. */
export const EVENT_TREE_MAX = 2000
