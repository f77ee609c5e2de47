import type { JsonObject, JsonValue } from '#contract/json.ts'
import type { AgentSpan } from './AgentSpan.ts'
import { present } from './attributes.ts'
import { cutIn } from './callEvents.ts'
import type { EventDraft, EventPlace } from './EventDraft.ts'
import { eventIdOf } from './telemetryIds.ts'
import type { NodeCandidate } from './NodeCandidate.ts'

/** The two events of an agent or step: called and finished. The second is added at the end. */
export function candidateEvents(candidate: NodeCandidate, place: EventPlace): readonly EventDraft[] {
  const own = candidate.spans[0]?.span
  const kind = candidate.kind === 'planning' ? 'plan' : candidate.kind
  const meta = present({
    kind,
    name: candidate.name,
    trace_id: candidate.trace_id,
    span_id: own?.raw.span_id,
    cut_attributes: own && cutIn(own.raw),
  })
  const start: EventDraft = {
    place,
    event_id: candidate.startEvent,
    event_type: 'agent_call',
    event_subtype: 'start',
    at: candidate.start,
    isEnd: false,
    started: candidate.start,
    ended: undefined,
    status: candidate.end === null ? 'running' : 'completed',
    error: undefined,
    inputs: own === undefined ? null : inputsOf(candidate.spans.map(({ span }) => span)),
    outputs: null,
    meta,
  }
  if (candidate.end === null || own === undefined) return [start]
  const complete: EventDraft = {
    place,
    event_id: eventIdOf(candidate.key, 'complete'),
    event_type: 'agent_call',
    event_subtype: 'complete',
    at: candidate.end,
    isEnd: true,
    started: candidate.start,
    ended: candidate.end,
    status: { done: 'completed', failed: 'failed', waiting: 'waiting_approval' }[own.outcome],
    error: own.error,
    inputs: null,
    outputs: outputsOf(candidate.spans.map(({ span }) => span)),
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
