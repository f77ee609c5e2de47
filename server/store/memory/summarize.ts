import type { EventRow, Message, RunFile } from '#contract/entities.ts'
import { type ExecutionSummary, SUMMARY_ERRORS_MAX } from '#contract/summaries.ts'
import type { Timestamp } from '#contract/timestamps.ts'
import { errorPreview } from '../prepare/deriveEvent.ts'
import { busyTime, eventEnd, eventStart, wallTime } from '../prepare/eventTimes.ts'
import { groupBy } from '#server/lib/groupBy.ts'
import { compareKeys, eventKey } from '../order.ts'
import { modelFigures, wholeSum } from './figures.ts'
import { CALL_KINDS, type CallKind } from '../prepare/callKinds.ts'
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
  const ofKind = (kind: CallKind) => callsOf(events.filter(({ event_type }) => event_type === CALL_KINDS[kind]))
  return {
    events: {
      total: events.length,
      by_type: tally(events.map((event) => event.event_type)),
      by_status: tally(events.map((event) => event.status)),
    },
    agents: byAgent(events),
    calls: {
      agent: ofKind('agent'),
      model: ofKind('model'),
      tool: ofKind('tool'),
      code: ofKind('code'),
    },
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
      busy_ms: busyTime(events),
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

export const firstStart = (events: readonly EventRow[]): Timestamp | null =>
  extreme(events.map(eventStart), (a, b) => a < b)
export const lastEnd = (events: readonly EventRow[]): Timestamp | null => extreme(events.map(eventEnd), (a, b) => a > b)

function extreme(times: readonly (Timestamp | null)[], wins: (a: Timestamp, b: Timestamp) => boolean) {
  return times.reduce((best, time) => (time !== null && (best === null || wins(time, best)) ? time : best), null)
}

/** Events and calls per agent, most first. */
function byAgent(events: readonly EventRow[]): ExecutionSummary['agents'] {
  return tally(events.map((event) => event.agent_name))
    .map(({ value, count }) => {
      const own = events.filter((event) => beginningOf(event.agent_name) === value)
      return {
        agent_name: value,
        events: count,
        calls: callsOf(own).total,
        errors: own.filter((event) => event.is_error).length,
      }
    })
    .sort((a, b) => b.events - a.events || compareNullable(a.agent_name, b.agent_name))
}

const CALL_TYPES: ReadonlySet<string> = new Set(Object.values(CALL_KINDS))

/** The calls among events, see `CallsByKind` of the contract. */
function callsOf(events: readonly EventRow[]): { readonly total: number; readonly failed: number } {
  const calls = events.filter(({ event_type }) => CALL_TYPES.has(event_type))
  const groups = groupBy(calls, ({ agent_name, event_type }) => JSON.stringify([beginningOf(agent_name), event_type]))
  const counted = [...groups.values()].map(callsOfOne)
  const added = (of: (one: (typeof counted)[number]) => number) => counted.reduce((total, one) => total + of(one), 0)
  return { total: added(({ total }) => total), failed: added(({ failed }) => failed) }
}

/** The same for the events of one agent and one type. */
function callsOfOne(events: readonly EventRow[]) {
  const having = (...subtypes: readonly string[]) =>
    events.filter(({ event_subtype }) => subtypes.includes(event_subtype ?? '')).length
  const whole = events.length - having('start', 'complete', 'error', 'message')
  const pairs = Math.max(having('start'), having('complete', 'error'))
  const messages = pairs === 0 && events[0]?.event_type === 'llm_call' ? having('message') : 0
  const total = whole + pairs + messages
  const failed = events.filter(({ is_error, event_subtype }) => is_error && event_subtype !== 'start').length
  return { total, failed: Math.min(failed, total) }
}
