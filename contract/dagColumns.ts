import * as z from 'zod/mini'
import { NodeId, RunId, RunScope } from './ids.ts'
import { JsonObject } from './json.ts'
import { Timestamp } from './timestamps.ts'
import { Origin, Word } from './words.ts'

/**
 * A whole graph column by column: what `DagReply` says in an eighth of its bytes. The values at one place of all columns of
 * the nodes are one node, and so for the edges. `unpackDag` says what each column means, by reading it.
 */
const count = z.int().check(z.minimum(0))
const list = <Item extends z.core.$ZodType>(item: Item) => z.readonly(z.array(item))
const text = z.nullable(z.string())

/**
 * The distinct values of a column, and for each row the place of its value among them. `at` is empty where one value stands
 * for all rows, and where each row has its own.
 */
const packed = <Item extends z.core.$ZodType>(item: Item) => z.strictObject({ words: list(item), at: list(count) })
export type PackedWords<Value> = { readonly words: readonly Value[]; readonly at: readonly number[] }

/**
 * Moments in microseconds, each as the difference from the moment that stands before it: row by row, and within a row in the
 * order of the columns, beginning from 1970. One outside of the years 1900 to 2149 is a text, from which nothing counts on.
 */
const moments = list(z.nullable(z.union([z.int(), Timestamp])))
export type PackedMoment = number | Timestamp

/** The rows of which texts are cut. */
const cuts = list(z.strictObject({ row: count, cut: z.record(z.string(), count) }))

const PackedNodes = z.strictObject({
  run_id: packed(RunId),
  node_id: list(NodeId),
  node_type: packed(Word),
  label: packed(z.string()),
  agent: packed(text),
  status: packed(Word),
  /** The difference from the row before that has one, beginning from 0. */
  order_index: list(z.nullable(z.int())),
  /** The row of the parent where it is in this reply, else its id. */
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

/** A node by its row, or by its id where it has none in this reply. */
const end = list(z.union([z.int(), NodeId]))

const PackedEdges = z.strictObject({
  run_id: packed(RunId),
  /** A row as the difference from the one before in this column, beginning from 0. */
  from: end,
  /** A row as the difference from the one last read in `from`. */
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
})
export type DagColumns = Readonly<z.output<typeof DagColumns>>

/** Between these, any difference of two moments is a whole number that JavaScript holds exactly. */
export const isNearMoment = (moment: Timestamp): boolean => moment >= '1900' && moment < '2150'
