import type { EventId } from '#contract/ids.ts'
import type { JsonObject, JsonValue } from '#contract/json.ts'
import type { AgentSpan, SpanKind } from './AgentSpan.ts'
import { isList, isObject, present, textAt } from './attributes.ts'
import type { EventDraft, EventPlace } from './EventDraft.ts'
import { eventIdOf } from './telemetryIds.ts'

/**
 * A call as events: of a model one row, with its figures; a handoff one row; of anything else its start and its end, so
 * that what happened within has a parent. `meta.kind` says what was called.
 */
export function callEvents(span: AgentSpan, role: SpanKind, place: EventPlace): readonly EventDraft[] {
  if (role === 'handoff') return [handoffEvent(span, role, place)]
  return role === 'model' || role === 'embedding' ? [modelEvent(span, role, place)] : toolEvents(span, role, place)
}

const modelEventIds = new WeakMap<AgentSpan, EventId>()

/** Of the one event of a model's call. Made once: every message of the call asks for it. */
export function modelEventId(span: AgentSpan): EventId {
  const known = modelEventIds.get(span) ?? eventIdOf(span.key, 'message:0')
  modelEventIds.set(span, known)
  return known
}

const modelEvent = (span: AgentSpan, role: SpanKind, place: EventPlace): EventDraft => ({
  ...place,
  event_id: modelEventId(span),
  event_type: 'llm_call',
  event_subtype: 'message',
  at: span.start,
  isEnd: false,
  started: span.start,
  ended: span.end,
  status: statusOf(span),
  error: span.error,
  inputs: askedOf(span.inputs),
  outputs: answerOf(span),
  meta: present({ ...calledOf(span, role), ...figuresOf(span) }),
})

const handoffEvent = (span: AgentSpan, role: SpanKind, place: EventPlace): EventDraft => ({
  ...place,
  event_id: eventIdOf(span.key, 'handoff'),
  event_type: 'handoff',
  event_subtype: null,
  at: span.start,
  isEnd: false,
  started: span.start,
  ended: span.end,
  status: statusOf(span),
  error: span.error,
  inputs: { ...(isObject(span.inputs) && span.inputs), ...present({ to: span.handoffTo ?? span.label }) },
  outputs: span.outputs ?? null,
  meta: present(calledOf(span, role)),
})

function toolEvents(span: AgentSpan, role: SpanKind, place: EventPlace): readonly EventDraft[] {
  const isCode = role === 'tool' && INTERPRETER.test(span.label)
  const start: EventDraft = {
    ...place,
    event_id: eventIdOf(span.key, 'start'),
    event_type: isCode ? 'code_exec' : 'tool_call',
    event_subtype: 'start',
    at: span.start,
    isEnd: false,
    started: span.start,
    ended: undefined,
    status: span.end === null ? 'running' : 'completed',
    error: undefined,
    inputs: isCode ? codeOf(span.label, span.inputs) : present({ tool: span.label, arguments: span.inputs }),
    outputs: null,
    meta: present({ ...calledOf(span, role), tool: span.label }),
  }
  if (span.end === null) return [start]
  const complete: EventDraft = {
    ...start,
    event_id: eventIdOf(span.key, 'complete'),
    event_subtype: 'complete',
    at: span.end,
    isEnd: true,
    ended: span.end,
    status: statusOf(span),
    error: span.error,
    inputs: null,
    outputs: span.outputs ?? guardrailOutput(span) ?? null,
  }
  return [start, complete]
}

const calledOf = (span: AgentSpan, role: SpanKind) => ({
  kind: role,
  trace_id: span.raw.trace_id,
  span_id: span.raw.span_id,
  call_id: span.callId,
})

const INTERPRETER =
  /^(?:code[_-]?interpreter|python(?:[_-]?repl|[_-]?interpreter)?|bash|shell|(?:execute|run)[_-]?(?:code|python|bash|shell)|code[_-]?execution)(?:[_-]?tool)?$/i

/** The code to the fore, under the names by which the app knows it. */
function codeOf(tool: string, inputs: JsonValue | undefined): JsonObject {
  const code = isObject(inputs) ? textAt(inputs, 'code', 'source', 'script', 'command', 'cmd', 'input') : inputs
  const language = isObject(inputs) ? textAt(inputs, 'language', 'lang') : undefined
  const named =
    /python/i.test(tool) || /code[_-]?interpreter/i.test(tool)
      ? 'python'
      : /bash|shell/i.test(tool)
        ? 'bash'
        : undefined
  return present({
    tool,
    language: language ?? named,
    code,
    arguments: typeof code === 'string' && !isObject(inputs) ? undefined : inputs,
  })
}

const guardrailOutput = ({ raw }: AgentSpan): JsonObject | undefined => {
  const triggered = raw.attributes['guardrail.triggered']
  return triggered === undefined ? undefined : { triggered }
}

const statusOf = ({ end, outcome }: AgentSpan): string =>
  end === null ? 'running' : outcome === 'failed' ? 'failed' : outcome === 'waiting' ? 'waiting_approval' : 'completed'

const askedOf = (inputs: JsonValue | undefined): JsonValue | null =>
  inputs === undefined
    ? null
    : isList(inputs)
      ? { messages: inputs }
      : typeof inputs === 'string'
        ? { prompt: inputs }
        : inputs

function answerOf({ outputs, outputMessages }: AgentSpan): JsonObject | null {
  const text = outputMessages?.map((message) => message.text).join('\n')
  const answer = present({ text, output: outputs === text ? undefined : outputs })
  return Object.keys(answer).length > 0 ? answer : null
}

const figuresOf = ({ model, provider, usage, finishReason }: AgentSpan) => ({
  model,
  provider,
  input_tokens: usage?.input,
  output_tokens: usage?.output,
  cached_tokens: usage?.cached,
  reasoning_tokens: usage?.reasoning,
  cost_usd: usage?.cost_usd,
  finish_reason: finishReason,
})
