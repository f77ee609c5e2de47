import type { EventRow, Message } from '#contract/entities.ts'
import type { RunId } from '#contract/ids.ts'
import {
  BREAKDOWN_ROWS_MAX,
  OVERVIEW_CALLS_MAX,
  type OverviewCall,
  type RunOverview,
  tokensOf,
} from '#contract/runOverview.ts'
import { compareCodePoints } from '#server/lib/codePointOrder.ts'
import { groupBy } from '#server/lib/groupBy.ts'
import { compareKeys, eventKey } from '../order.ts'
import { CALL_KINDS } from '../prepare/callKinds.ts'
import { EMPTY_OUTPUTS } from '../prepare/emptyOutputs.ts'
import { busyTime, eventEnd, intervalOf } from '../prepare/eventTimes.ts'
import { countedEvents, sumFigures, toDatabaseDigits } from './figures.ts'
import { beginningOf, compareNullable } from './tally.ts'

/** A run's overview from all of its events and messages. */
export function overviewOf(run_id: RunId, events: readonly EventRow[], messages: readonly Message[]): RunOverview {
  const counted = new Set(countedEvents(events))
  const ofModels = events.filter((event) => event.model !== null || counted.has(event))
  const by = breakdowns(counted)
  return {
    by_node: by(
      events,
      ({ node_id }) => node_id,
      (node_id) => ({ run_id, node_id }),
    ),
    by_agent: by(
      events,
      ({ agent_name }) => beginningOf(agent_name),
      (agent_name) => ({ agent_name }),
    ),
    by_model: by(
      ofModels,
      ({ model }) => beginningOf(model),
      (model) => ({ model }),
    ),
    slowest: slowestCalls(events).map(callOf),
    dearest: dearestCalls([...counted]).map(callOf),
    last_output: lastOutput(events),
    last_message: lastMessage(messages),
  }
}

/** Makes breakdowns in which the figures of `counted` count. */
const breakdowns =
  (counted: ReadonlySet<EventRow>) =>
  <Name extends string, Key>(
    events: readonly EventRow[],
    nameOf: (event: EventRow) => Name | null,
    keyOf: (name: Name | null) => Key,
  ) => {
    const groups = [...groupBy(events, nameOf)]
      .map(([name, own]) => ({
        name,
        events: own.length,
        errors: own.filter(({ is_error }) => is_error).length,
        busy_ms: toDatabaseDigits(busyTime(own)),
        ...sumFigures(own.filter((event) => counted.has(event))),
      }))
      .sort(
        (a, b) =>
          descending(a.cost_usd, b.cost_usd) ||
          descending(tokensOf(a), tokensOf(b)) ||
          descending(a.busy_ms, b.busy_ms) ||
          b.events - a.events ||
          compareNullable(a.name, b.name),
      )
    const others = groups.slice(BREAKDOWN_ROWS_MAX)
    const added = (of: (group: (typeof groups)[number]) => number) => others.reduce((sum, group) => sum + of(group), 0)
    return {
      rows: groups.slice(0, BREAKDOWN_ROWS_MAX).map(({ name, ...figures }) => ({ ...keyOf(name), ...figures })),
      rest:
        others.length === 0
          ? null
          : {
              groups: others.length,
              events: added((group) => group.events),
              errors: added((group) => group.errors),
              ...sumFigures(others),
            },
    }
  }

const CALL_TYPES: ReadonlySet<string> = new Set(Object.values(CALL_KINDS))

function slowestCalls(events: readonly EventRow[]): readonly EventRow[] {
  const calls = events.filter(({ event_type }) => CALL_TYPES.has(event_type))
  const containing = new Set(
    calls.flatMap(({ parent_event_id, event_id }) => (parent_event_id === event_id ? [] : (parent_event_id ?? []))),
  )
  return calls
    .filter((call) => !containing.has(call.event_id) && durationOf(call) !== null)
    .sort((a, b) => descending(durationOf(a), durationOf(b)) || inOrder(a, b))
    .slice(0, OVERVIEW_CALLS_MAX)
}

const dearestCalls = (counted: readonly EventRow[]): readonly EventRow[] =>
  counted
    .filter((event) => (event.cost_usd ?? 0) > 0 || (tokensOf(event) ?? 0) > 0)
    .sort((a, b) => descending(a.cost_usd, b.cost_usd) || descending(tokensOf(a), tokensOf(b)) || inOrder(a, b))
    .slice(0, OVERVIEW_CALLS_MAX)

const callOf = (event: EventRow): OverviewCall => ({
  run_id: event.run_id,
  event_id: event.event_id,
  node_id: event.node_id,
  event_type: event.event_type,
  agent_name: beginningOf(event.agent_name),
  model: beginningOf(event.model),
  headline: event.headline,
  is_error: event.is_error,
  duration_ms: durationOf(event),
  input_tokens: event.input_tokens,
  output_tokens: event.output_tokens,
  cost_usd: event.cost_usd,
})

function lastOutput(events: readonly EventRow[]): RunOverview['last_output'] {
  const [last] = events
    .filter(
      ({ event_type, is_error, outputs_preview }) =>
        CALL_TYPES.has(event_type) &&
        !is_error &&
        outputs_preview !== null &&
        !EMPTY_OUTPUTS.some((empty) => empty === outputs_preview.text),
    )
    .sort(
      (a, b) => latestFirst(eventEnd(a), eventEnd(b)) || (a.depth ?? Infinity) - (b.depth ?? Infinity) || inOrder(b, a),
    )
  return last ? { run_id: last.run_id, event_id: last.event_id, node_id: last.node_id, at: eventEnd(last) } : null
}

function lastMessage(messages: readonly Message[]): RunOverview['last_message'] {
  const [last] = [...messages].sort(
    (a, b) => latestFirst(a.timestamp, b.timestamp) || compareCodePoints(b.message_id, a.message_id),
  )
  return last ? { run_id: last.run_id, message_id: last.message_id, node_id: last.node_id, at: last.timestamp } : null
}

function durationOf(event: EventRow): number | null {
  const interval = intervalOf(event)
  return interval ? (interval.ended - interval.began) / 1000 : null
}

/** Like `desc nulls last`. */
const descending = (a: number | null, b: number | null): number => (b ?? -Infinity) - (a ?? -Infinity) || 0

/** Null last. */
const latestFirst = (a: string | null, b: string | null): number =>
  a === null || b === null ? Number(a === null) - Number(b === null) : compareCodePoints(b, a)

const inOrder = (a: EventRow, b: EventRow): number => compareKeys(eventKey(a), eventKey(b))
