import * as z from 'zod/mini'
import { Cut } from './cuts.ts'
import { DAGEdge, DAGNode, Session, WorkflowRun } from './entities.ts'
import { EventId, NodeId } from './ids.ts'
import { Timestamp } from './timestamps.ts'
import { Word } from './words.ts'

const count = z.int().check(z.minimum(0))
const time = z.nullable(Timestamp)

/**
 * Maximum number of words in a tally, most frequent first, and maximum length of each in characters. Words with the
 * same beginning count as one.
 */
export const TALLY_WORDS_MAX = 500
export const TALLY_CHARACTERS_MAX = 200

/** How often each word occurs, most frequent first, ties by code point, null last. */
const Tally = z.readonly(z.array(z.strictObject({ value: z.nullable(z.string()), count })))
export type Tally = z.output<typeof Tally>

export const SessionRow = z.strictObject({ ...Session.shape, run_count: count, cut: Cut })
export type SessionRow = Readonly<z.output<typeof SessionRow>>

/** What a run list shows of a run, computed from the run's own rows. */
export const RunRow = z.strictObject({
  ...WorkflowRun.shape,
  session_name: z.nullable(z.string()),
  node_count: count,
  event_count: count,
  error_count: count,
  file_count: count,
  message_count: count,
  /** Number of findings in this run, without repaired ones; null until the run was audited. */
  finding_count: z.nullable(count),
  /** The fields that a list truncates. A single run requested by id is complete. */
  cut: Cut,
})
export type RunRow = Readonly<z.output<typeof RunRow>>

/** Words that occur in the stored runs, offered as filter values. */
export const RunFacets = z.strictObject({ statuses: Tally, modes: Tally, agents: Tally })
export type RunFacets = Readonly<z.output<typeof RunFacets>>

const Timing = z.strictObject({
  /** First and last time recorded by the node, or else by its events. */
  started_at: time,
  completed_at: time,
  /** Wall time between the two in milliseconds; null if either is missing. */
  duration_ms: z.nullable(z.number()),
  /**
   * Time in milliseconds during which at least one event was in progress: time that is covered by several events, nested
   * or parallel, counts once. Null if no event has a start and an end. An event without an end, or without a start, has
   * the one that its duration gives it.
   */
  busy_ms: z.nullable(z.number()),
})

const Tokens = z.strictObject({
  input: z.nullable(count),
  output: z.nullable(count),
  cost_usd: z.nullable(z.number()),
})

/** The calls of one kind, and how many of them failed. */
const Calls = z.strictObject({ total: count, failed: count })

/**
 * A call is recorded as one event, or as a start and an end (subtypes `start`, then `complete` or `error`), which count
 * as one; failed calls count too. For each agent, all events are calls but these: of starts and ends, the more frequent
 * count; a `message` of an agent, tool or code call is part of the call; a `message` of a model call is a call of its
 * own, unless the agent's model calls have starts or ends.
 */
const CallsByKind = z.strictObject({
  /** Events of type `agent_call`. */
  agent: Calls,
  /** Events of type `llm_call`, with or without tokens. */
  model: Calls,
  /** Events of type `tool_call`. */
  tool: Calls,
  /** Events of type `code_exec`. */
  code: Calls,
})

export const SummaryError = z.strictObject({
  event_id: EventId,
  node_id: z.nullable(NodeId),
  event_type: Word,
  agent_name: z.nullable(z.string()),
  headline: z.string(),
  error_message: z.nullable(z.string()),
  timestamp: time,
})
export type SummaryError = Readonly<z.output<typeof SummaryError>>

/** Maximum number of errors in a summary, in execution order. `errors.total` is the full count. */
export const SUMMARY_ERRORS_MAX = 20

/** What happened, computed from the events, files and messages of one run, or of one node in one run. */
export const ExecutionSummary = z.strictObject({
  events: z.strictObject({ total: count, by_type: Tally, by_status: Tally }),
  agents: z.readonly(
    z.array(
      z.strictObject({
        agent_name: z.nullable(z.string()),
        events: count,
        /** Calls of all kinds. Summed over all agents, it is the sum of `calls`. */
        calls: count,
        errors: count,
      }),
    ),
  ),
  calls: CallsByKind,
  models: Tally,
  files: z.strictObject({ total: count, size_bytes: count, by_type: Tally }),
  messages: z.strictObject({ total: count, tokens: z.nullable(count) }),
  timing: Timing,
  tokens: Tokens,
  errors: z.strictObject({ total: count, first: z.readonly(z.array(SummaryError)) }),
  success: z.strictObject({
    /** Events with a final status, and how many of them did not fail. */
    finished: count,
    succeeded: count,
    /** succeeded ÷ finished, 0 to 1; null if nothing finished. */
    rate: z.nullable(z.number()),
  }),
})
export type ExecutionSummary = Readonly<z.output<typeof ExecutionSummary>>

/** A node with the metrics that its card shows. */
export const EnrichedNode = z.strictObject({
  ...DAGNode.shape,
  event_count: count,
  error_count: count,
  file_count: count,
  message_count: count,
  input_tokens: z.nullable(count),
  output_tokens: z.nullable(count),
  cost_usd: z.nullable(z.number()),
  first_event_at: time,
  last_event_at: time,
  /** Wall time in milliseconds, from the node's own times or else from its events; null if unknown. */
  duration_ms: z.nullable(z.number()),
  /** The fields that a graph truncates. A single node requested by id is complete. */
  cut: Cut,
})
export type EnrichedNode = Readonly<z.output<typeof EnrichedNode>>

/**
 * Messages that belong to no edge, by the node they were recorded at; `node_id` is null for those of no node. With the
 * messages on edges, they are all messages of the run.
 */
export const UnplacedMessages = z.readonly(
  z.array(z.strictObject({ node_id: z.nullable(NodeId), count: count.check(z.minimum(1)) })),
)
export type UnplacedMessages = Readonly<z.output<typeof UnplacedMessages>>

/** An edge with the metrics that the graph shows. */
export const EnrichedEdge = z.strictObject({
  ...DAGEdge.shape,
  /** Number of messages along this edge. A message belongs to at most one edge: `server/enrich/messageEdges.ts`. */
  message_count: count,
  cut: Cut,
})
export type EnrichedEdge = Readonly<z.output<typeof EnrichedEdge>>
