import * as z from 'zod/mini'
import { Cut } from './cuts.ts'
import { DAGEdge, DAGNode, Session, WorkflowRun } from './entities.ts'
import { EventId, NodeId } from './ids.ts'
import { Timestamp } from './timestamps.ts'
import { Word } from './words.ts'

const count = z.int().check(z.minimum(0))
const time = z.nullable(Timestamp)

/** Words that a tally holds at most, the most frequent ones, and characters of each; those that begin alike count as one. */
export const TALLY_WORDS_MAX = 500
export const TALLY_CHARACTERS_MAX = 200

/** How often each word occurs, most frequent first, ties by code point, null last. */
const Tally = z.readonly(z.array(z.strictObject({ value: z.nullable(z.string()), count })))
export type Tally = z.output<typeof Tally>

export const SessionRow = z.strictObject({ ...Session.shape, run_count: count, cut: Cut })
export type SessionRow = Readonly<z.output<typeof SessionRow>>

/** What a run list shows of a run, counted from the run's own rows. */
export const RunRow = z.strictObject({
  ...WorkflowRun.shape,
  session_name: z.nullable(z.string()),
  node_count: count,
  event_count: count,
  error_count: count,
  file_count: count,
  message_count: count,
  /** Findings of the integrity report in this run, those that were merely mended left out; null until it was looked through. */
  finding_count: z.nullable(count),
  /** What a list cuts; one run asked for by its id is whole. */
  cut: Cut,
})
export type RunRow = Readonly<z.output<typeof RunRow>>

/** Words that occur in the stored runs, to choose filters from. */
export const RunFacets = z.strictObject({ statuses: Tally, modes: Tally, agents: Tally })
export type RunFacets = Readonly<z.output<typeof RunFacets>>

const Timing = z.strictObject({
  /** First and last moment that the node, or else its events, recorded. */
  started_at: time,
  completed_at: time,
  /** Wall time between the two, in milliseconds; null where either is missing. */
  duration_ms: z.nullable(z.number()),
  /** Sum of the events' own durations; more than the wall time where work ran at once or is nested. */
  busy_ms: z.nullable(z.number()),
})

const Tokens = z.strictObject({
  input: z.nullable(count),
  output: z.nullable(count),
  cost_usd: z.nullable(z.number()),
  /** Model calls that the figures come from. */
  model_calls: count,
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

/** Errors that a summary lists at most, the first ones by execution order; `errors.total` has the true number. */
export const SUMMARY_ERRORS_MAX = 20

/** What happened, counted from rows of one run, or of one run and one node: events, files and messages alike. */
export const ExecutionSummary = z.strictObject({
  events: z.strictObject({ total: count, by_type: Tally, by_status: Tally }),
  agents: z.readonly(
    z.array(z.strictObject({ agent_name: z.nullable(z.string()), events: count, calls: count, errors: count })),
  ),
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
    /** succeeded ÷ finished, 0 to 1; null where nothing finished. */
    rate: z.nullable(z.number()),
  }),
})
export type ExecutionSummary = Readonly<z.output<typeof ExecutionSummary>>

/** A node with the figures that its card shows. */
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
  /** Wall time in milliseconds from the node's own times, else from its events; null where unknown. */
  duration_ms: z.nullable(z.number()),
  /** What a graph cuts; one node asked for by its ids is whole. */
  cut: Cut,
})
export type EnrichedNode = Readonly<z.output<typeof EnrichedNode>>

/** An edge with what it bears in the picture. */
export const EnrichedEdge = z.strictObject({
  ...DAGEdge.shape,
  /** Messages between its two ends, in either direction; `server/enrich/messageEdges.ts` says which those are. */
  message_count: count,
  cut: Cut,
})
export type EnrichedEdge = Readonly<z.output<typeof EnrichedEdge>>
