import type { JsonObject, JsonValue } from '#contract/json.ts'
import type { AgentSpan } from './AgentSpan.ts'
import { present } from './attributes.ts'
import { cutIn } from './callEvents.ts'
import type { EventDraft, EventPlace } from './EventDraft.ts'
import { eventIdOf } from './telemetryIds.ts'
import type { Unit } from './NodeCandidate.ts'

/** An agent or step as two events: it was called, it finished. The second comes with the end. */
export function unitEvents(unit: Unit, place: EventPlace): readonly EventDraft[] {
  const own = unit.spans[0]?.span
  const kind = unit.kind === 'planning' ? 'plan' : unit.kind
  const meta = present({
    kind,
    name: unit.name,
    trace_id: unit.trace_id,
    span_id: own?.raw.span_id,
    cut_attributes: own && cutIn(own.raw),
  })
  const start: EventDraft = {
    place,
    event_id: unit.startEvent,
    event_type: 'agent_call',
    event_subtype: 'start',
    at: unit.start,
    isEnd: false,
    started: unit.start,
    ended: undefined,
    status: unit.end === null ? 'running' : 'completed',
    error: undefined,
    inputs: own === undefined ? null : inputsOf(unit.spans.map(({ span }) => span)),
    outputs: null,
    meta,
  }
  if (unit.end === null || own === undefined) return [start]
  const complete: EventDraft = {
    place,
    event_id: eventIdOf(unit.key, 'complete'),
    event_type: 'agent_call',
    event_subtype: 'complete',
    at: unit.end,
    isEnd: true,
    started: unit.start,
    ended: unit.end,
    status: { done: 'completed', failed: 'failed', waiting: 'waiting_approval' }[own.outcome],
    error: own.error,
    inputs: null,
    outputs: outputsOf(unit.spans.map(({ span }) => span)),
    meta,
  }
  return [start, complete]
}

const inputsOf = (spans: readonly AgentSpan[]): JsonObject | null => {
  const task = spans.flatMap(({ inputMessages }) => inputMessages ?? []).findLast(({ role }) => role === 'user')?.text
  return filled({ task, input: unlessSaid(firstOf(spans, 'inputs'), task) })
}

const outputsOf = (spans: readonly AgentSpan[]): JsonObject | null => {
  const text = spans
    .flatMap(({ outputMessages }) => outputMessages ?? [])
    .findLast(({ role }) => role === 'assistant')?.text
  return filled({ text, output: unlessSaid(firstOf(spans, 'outputs'), text) })
}

const firstOf = (spans: readonly AgentSpan[], name: 'inputs' | 'outputs'): JsonValue | undefined =>
  spans.find((span) => span[name] !== undefined)?.[name]

const unlessSaid = (value: JsonValue | undefined, text: string | undefined) => (value === text ? undefined : value)

const filled = (fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject | null => {
  const object = present(fields)
  return Object.keys(object).length > 0 ? object : null
}
