import type { EventRow, Message, RunFile } from '#contract/entities.ts'
import { type ExecutionSummary, SUMMARY_ERRORS_MAX } from '#contract/summaries.ts'
import type { Timestamp } from '#contract/timestamps.ts'
import { errorPreview, FIGURE_MAX } from '../prepare/deriveEvent.ts'
import { eventEnd, eventStart, wallTime } from '../prepare/eventTimes.ts'
import { compareKeys, eventKey } from '../order.ts'
import { beginningOf, compareNullable, tally } from './tally.ts'

/** Rows of one run, or of one node in its run, and the run's or node's own times. */
export type SummaryRows = {
  readonly recorded: { readonly started_at: Timestamp | null; readonly completed_at: Timestamp | null } | undefined
  readonly events: readonly EventRow[]
  readonly files: readonly RunFile[]
  readonly messages: readonly Message[]
}

export function summarize({ recorded, events, files, messages }: SummaryRows): ExecutionSummary {
  const errors = events.filter((event) => event.is_error).sort((a, b) => compareKeys(eventKey(a), eventKey(b)))
  const finished = events.filter((event) => FINAL.has(event.status ?? ''))
  const succeeded = finished.filter((event) => event.status === 'completed' && !event.is_error)
  const started_at = recorded?.started_at ?? firstStart(events)
  const completed_at = recorded?.completed_at ?? lastEnd(events)
  return {
    events: {
      total: events.length,
      by_type: tally(events.map((event) => event.event_type)),
      by_status: tally(events.map((event) => event.status)),
    },
    agents: byAgent(events),
    models: tally(events.map((event) => event.model).filter((model) => model !== null)),
    files: {
      total: files.length,
      size_bytes: wholeSum(files.map((file) => file.size_bytes)) ?? 0,
      by_type: tally(files.map((file) => file.file_type)),
    },
    messages: { total: messages.length, tokens: wholeSum(messages.map((message) => message.tokens)) },
    timing: {
      started_at,
      completed_at,
      duration_ms: wallTime(started_at, completed_at),
      busy_ms: sum(
        events.map((event) => event.duration_ms).filter((duration) => Math.abs(duration ?? 0) <= FIGURE_MAX),
      ),
    },
    tokens: modelFigures(events),
    errors: {
      total: errors.length,
      first: errors.slice(0, SUMMARY_ERRORS_MAX).map((event) => ({
        event_id: event.event_id,
        node_id: event.node_id,
        event_type: event.event_type,
        agent_name: beginningOf(event.agent_name),
        headline: event.headline,
        error_message: errorPreview(event.error_message),
        timestamp: event.timestamp,
      })),
    },
    success: {
      finished: finished.length,
      succeeded: succeeded.length,
      rate: finished.length === 0 ? null : succeeded.length / finished.length,
    },
  }
}

const FINAL = new Set(['completed', 'failed', 'error', 'timeout'])

/**
 * Tokens and cost. If model calls have figures, only those count: an agent call that repeats the sum of its model calls
 * must not count twice. Otherwise every event with figures counts.
 */
export function modelFigures(events: readonly EventRow[]): ExecutionSummary['tokens'] {
  const all = events.filter(
    (event) => event.input_tokens !== null || event.output_tokens !== null || event.cost_usd !== null,
  )
  const calls = all.filter((event) => event.event_type === 'llm_call')
  const counted = calls.length > 0 ? calls : all
  return {
    input: wholeSum(counted.map((event) => event.input_tokens)),
    output: wholeSum(counted.map((event) => event.output_tokens)),
    cost_usd: sum(counted.map((event) => event.cost_usd)),
    model_calls: counted.length,
  }
}

export const firstStart = (events: readonly EventRow[]): Timestamp | null =>
  extreme(events.map(eventStart), (a, b) => a < b)
export const lastEnd = (events: readonly EventRow[]): Timestamp | null => extreme(events.map(eventEnd), (a, b) => a > b)

function extreme(times: readonly (Timestamp | null)[], wins: (a: Timestamp, b: Timestamp) => boolean) {
  return times.reduce((best, time) => (time !== null && (best === null || wins(time, best)) ? time : best), null)
}

const CALLS = new Set(['agent_call', 'llm_call', 'tool_call'])
/** Events that are part of a call or about one, but not a call themselves. */
const NOT_A_CALL = new Set(['start', 'complete', 'message', 'error'])

/** Events per agent, most first. A call reported by a start and an end event counts once. */
function byAgent(events: readonly EventRow[]): ExecutionSummary['agents'] {
  return tally(events.map((event) => event.agent_name))
    .map(({ value, count }) => {
      const own = events.filter((event) => beginningOf(event.agent_name) === value)
      const calls = own.filter((event) => CALLS.has(event.event_type)).map((event) => event.event_subtype)
      const whole = calls.filter((subtype) => !NOT_A_CALL.has(subtype ?? '')).length
      const starts = calls.filter((subtype) => subtype === 'start').length
      const ends = calls.filter((subtype) => subtype === 'complete').length
      return {
        agent_name: value,
        events: count,
        calls: whole + Math.max(starts, ends),
        errors: own.filter((event) => event.is_error).length,
      }
    })
    .sort((a, b) => b.events - a.events || compareNullable(a.agent_name, b.agent_name))
}

/** Sum of the known values, to 15 digits as in the databases; null if none is known. */
function sum(values: readonly (number | null)[]): number | null {
  const total = added(values)
  return total && Number(total.toPrecision(15))
}

const added = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>((total, value) => (value === null ? total : (total ?? 0) + value), null)

/** The same for integers, capped at the largest integer that JSON numbers hold exactly. */
function wholeSum(values: readonly (number | null)[]): number | null {
  const total = added(values)
  return total && Math.min(total, Number.MAX_SAFE_INTEGER)
}
