import * as z from 'zod/mini'
import { EventId, MessageId, NodeId, RunId } from './ids.ts'
import { Timestamp } from './timestamps.ts'
import { Word } from './words.ts'

const count = z.int().check(z.minimum(0))
const text = z.nullable(z.string())

/** Maximum number of rows in a breakdown; the others are summed up in its `rest`. */
export const BREAKDOWN_ROWS_MAX = 100

/** Maximum number of calls in each list of an overview. */
export const OVERVIEW_CALLS_MAX = 5

/** Sums over a group of events. Null if no event of the group tells the figure. */
const sums = {
  events: count,
  /** Events that failed. */
  errors: count,
  /**
   * Tokens and cost of the events that count for the whole run: if any model call of the run has figures, only model calls
   * count. So the sums of all groups are the figures of the run's summary.
   */
  input_tokens: z.nullable(count),
  output_tokens: z.nullable(count),
  cost_usd: z.nullable(z.number()),
} as const

const figures = {
  ...sums,
  /**
   * Time in milliseconds during which at least one event of the group was in progress, as `busy_ms` of a summary. Groups
   * overlap in time, so these do not add up.
   */
  busy_ms: z.nullable(z.number()),
} as const

/** The groups after the first `BREAKDOWN_ROWS_MAX`; null if there are none. */
const Rest = z.nullable(z.strictObject({ groups: count, ...sums }))

/**
 * The events of a run by one property, every event in one group: highest cost first, then most tokens, longest busy time,
 * most events, then by code point. Unknown figures and null come last.
 */
const breakdownBy = <Key extends z.core.$ZodLooseShape>(key: Key) =>
  z.strictObject({ rows: z.readonly(z.array(z.strictObject({ ...key, ...figures }))), rest: Rest })

/** A call in a list of an overview. `duration_ms` is the time between its start and its end. */
export const OverviewCall = z.strictObject({
  run_id: RunId,
  event_id: EventId,
  node_id: z.nullable(NodeId),
  event_type: Word,
  agent_name: text,
  model: text,
  headline: z.string(),
  is_error: z.boolean(),
  duration_ms: z.nullable(z.number()),
  input_tokens: z.nullable(count),
  output_tokens: z.nullable(count),
  cost_usd: z.nullable(z.number()),
})
export type OverviewCall = Readonly<z.output<typeof OverviewCall>>

/** What a run came to, and where its time, tokens and money went. Names are cut like the words of a tally. */
export const RunOverview = z.strictObject({
  /** `node_id` is null for events without a node. */
  by_node: breakdownBy({ run_id: RunId, node_id: z.nullable(NodeId) }),
  by_agent: breakdownBy({ agent_name: text }),
  /** Only events that name a model or whose figures count; `model` is null where it was not recorded. */
  by_model: breakdownBy({ model: text }),
  /** The calls with the longest duration that contain no other call. */
  slowest: z.readonly(z.array(OverviewCall)),
  /** The events whose figures count and are not 0: highest cost first, then most tokens. */
  dearest: z.readonly(z.array(OverviewCall)),
  /**
   * The call whose output is the latest of the run: it ended last without an error and with an output. Of calls that ended at
   * the same time, the outermost. Null if there is none.
   */
  last_output: z.nullable(
    z.strictObject({ run_id: RunId, event_id: EventId, node_id: z.nullable(NodeId), at: z.nullable(Timestamp) }),
  ),
  /** The latest message; null if there is none. */
  last_message: z.nullable(
    z.strictObject({ run_id: RunId, message_id: MessageId, node_id: z.nullable(NodeId), at: z.nullable(Timestamp) }),
  ),
})
export type RunOverview = Readonly<z.output<typeof RunOverview>>

/** Input and output tokens together; null if neither is known. */
export const tokensOf = ({
  input_tokens,
  output_tokens,
}: Pick<OverviewCall, 'input_tokens' | 'output_tokens'>): number | null =>
  input_tokens === null && output_tokens === null ? null : (input_tokens ?? 0) + (output_tokens ?? 0)
