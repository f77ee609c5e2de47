import * as z from 'zod/mini'
import { NodeId, RunId, RunScope } from './ids.ts'
import { JsonObject } from './json.ts'
import { Timestamp } from './timestamps.ts'
import { Origin, Word } from './words.ts'
import { UnplacedMessages } from './summaries.ts'

/**
 * A whole graph column by column: the content of `DagReply` in an eighth of its bytes. The values at one index across
 * all node columns form one node, and likewise for edges. `unpackDag` defines the meaning of each column by decoding
 * it.
 */
const count = z.int().check(z.minimum(0))
const list = <Item extends z.core.$ZodType>(item: Item) => z.readonly(z.array(item))
const text = z.nullable(z.string())

/**
 * The distinct values of a column, and for each row the index of its value. `at` is empty if one value applies to all
 * rows, or if each row has its own.
 */
const packed = <Item extends z.core.$ZodType>(item: Item) => z.strictObject({ words: list(item), at: list(count) })
export type PackedWords<Value> = { readonly words: readonly Value[]; readonly at: readonly number[] }

/**
 * Times in microseconds, delta-encoded against the preceding time: row by row, within a row in column order, starting
 * at 1970. A time outside the years 1900 to 2149 is sent as text and skipped by the delta encoding.
 */
const moments = list(z.nullable(z.union([z.int(), Timestamp])))
export type PackedMoment = number | Timestamp

/** The rows that have truncated texts. */
const cuts = list(z.strictObject({ row: count, cut: z.record(z.string(), count) }))

const PackedNodes = z.strictObject({
  run_id: packed(RunId),
  node_id: list(NodeId),
  node_type: packed(Word),
  label: packed(z.string()),
  agent: packed(text),
  status: packed(Word),
  /** The difference from the previous row that has a value, starting at 0. */
  order_index: list(z.nullable(z.int())),
  /** The row index of the parent if it is in this reply, else its id. */
  parent: list(z.nullable(z.union([count, NodeId]))),
  origin: packed(Origin),
  meta: packed(JsonObject),
  started_at: moments,
  first_event_at: moments,
  last_event_at: moments,
  completed_at: moments,
  event_count: list(count),
  error_count: list(count),
  file_count: list(count),
  message_count: list(count),
  input_tokens: list(z.nullable(count)),
  output_tokens: list(z.nullable(count)),
  cost_usd: list(z.nullable(z.number())),
  cut: cuts,
})

/** A node by its row index, or by its id if it is not in this reply. */
const end = list(z.union([z.int(), NodeId]))

const PackedEdges = z.strictObject({
  run_id: packed(RunId),
  /** A row index, as the difference from the previous one in this column, starting at 0. */
  from: end,
  /** A row index, as the difference from the last one read in `from`. */
  to: end,
  dependency_type: packed(Word),
  condition: packed(text),
  origin: packed(Origin),
  message_count: list(count),
  cut: cuts,
})

export const DagColumns = z.strictObject({
  scope: RunScope,
  topology_hash: z.string(),
  node_columns: PackedNodes,
  edge_columns: PackedEdges,
  events_without_node: count,
  unplaced_messages: UnplacedMessages,
})
export type DagColumns = Readonly<z.output<typeof DagColumns>>

/** Within this range, the difference of two times is an integer that JavaScript represents exactly. */
export const isNearMoment = (moment: Timestamp): boolean => moment >= '1900' && moment < '2150'
