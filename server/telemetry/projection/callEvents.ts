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
export function callEvents(
  span: AgentSpan,
  role: SpanKind,
  event_id: EventId,
  place: EventPlace,
): readonly EventDraft[] {
  const base: EventDraft = {
    ...place,
    event_id,
    event_type: 'tool_call',
    event_subtype: 'start',
    at: span.start,
    isEnd: false,
    started: span.start,
    ended: undefined,
    status: span.end === null ? 'running' : 'completed',
    error: undefined,
    inputs: null,
    outputs: null,
    meta: present({
      kind: role,
      trace_id: span.raw.trace_id,
      span_id: span.raw.span_id,
      call_id: span.callId,
    }),
  }
  const ended = { ended: span.end, status: statusOf(span), error: span.error }
  if (role === 'handoff') return [handoffEvent(span, { ...base, ...ended })]
  return role === 'model' || role === 'embedding'
    ? [modelEvent(span, { ...base, ...ended })]
    : toolEvents(span, base, ended)
}

const modelEvent = (span: AgentSpan, base: EventDraft): EventDraft => ({
  ...base,
  event_type: 'llm_call',
  event_subtype: 'message',
  inputs: askedOf(span.inputs),
  outputs: answerOf(span),
  meta: { ...base.meta, ...figuresOf(span) },
})

const handoffEvent = (span: AgentSpan, base: EventDraft): EventDraft => ({
  ...base,
  event_type: 'handoff',
  event_subtype: null,
  inputs: { ...(isObject(span.inputs) && span.inputs), ...present({ to: span.handoffTo ?? span.label }) },
  outputs: span.outputs ?? null,
})

function toolEvents(
  span: AgentSpan,
  base: EventDraft,
  ended: Pick<EventDraft, 'ended' | 'status' | 'error'>,
): readonly EventDraft[] {
  const isCode = base.meta['kind'] === 'tool' && INTERPRETER.test(span.label)
  const start: EventDraft = {
    ...base,
    event_type: isCode ? 'code_exec' : 'tool_call',
    inputs: isCode ? codeOf(span.label, span.inputs) : present({ tool: span.label, arguments: span.inputs }),
    meta: { ...base.meta, tool: span.label },
  }
  if (span.end === null) return [start]
  const complete: EventDraft = {
    ...start,
    ...ended,
    event_id: eventIdOf(span.key, 'complete'),
    event_subtype: 'complete',
    at: span.end,
    isEnd: true,
    inputs: null,
    outputs: span.outputs ?? guardrailOutput(span) ?? null,
  }
  return [start, complete]
}

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

const figuresOf = ({ model, provider, usage, finishReason }: AgentSpan): JsonObject =>
  present({
    model,
    provider,
    input_tokens: usage?.input,
    output_tokens: usage?.output,
    cached_tokens: usage?.cached,
    reasoning_tokens: usage?.reasoning,
    cost_usd: usage?.cost_usd,
    finish_reason: finishReason,
  })
