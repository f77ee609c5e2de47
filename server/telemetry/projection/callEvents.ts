import type { EventId } from '#contract/ids.ts'
import type { JsonObject, JsonValue } from '#contract/json.ts'
import { CUT, CUT_BYTES } from '#server/store/spans/cutAttributes.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import type { AgentSpan, SpanKind } from './AgentSpan.ts'
import { isList, isObject, present, textAt } from './attributes.ts'
import type { EventDraft, EventPlace } from './EventDraft.ts'
import { parametersOf } from './parametersOf.ts'
import { eventIdOf } from './telemetryIds.ts'

/**
 * The events of a call. A model call is one row with its metrics, and a handoff is one row. Any other call is a start
 * and an end, so that nested events have a parent. `meta.kind` is the kind of call.
 */
export function callEvents(
  span: AgentSpan,
  role: SpanKind,
  event_id: EventId,
  place: EventPlace,
): readonly EventDraft[] {
  if (role === 'handoff') return [handoffEvent(span, event_id, place)]
  return role === 'model' || role === 'embedding'
    ? [modelEvent(span, role, event_id, place)]
    : toolEvents(span, role, event_id, place)
}

const modelEvent = (span: AgentSpan, role: SpanKind, event_id: EventId, place: EventPlace): EventDraft => ({
  place,
  event_id,
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
  meta: metaOf(span, role, {
    model: span.model,
    provider: span.provider,
    input_tokens: span.usage?.input,
    output_tokens: span.usage?.output,
    cached_tokens: span.usage?.cached,
    reasoning_tokens: span.usage?.reasoning,
    cost_usd: span.usage?.cost_usd,
    finish_reason: span.finishReason,
    parameters: parametersOf(span.raw.attributes),
  }),
})

const handoffEvent = (span: AgentSpan, event_id: EventId, place: EventPlace): EventDraft => ({
  place,
  event_id,
  event_type: 'handoff',
  event_subtype: null,
  at: span.start,
  isEnd: false,
  started: span.start,
  ended: span.end,
  status: statusOf(span),
  error: span.error,
  inputs: { ...(isObject(span.inputs) && span.inputs), to: span.handoffTo ?? span.label },
  outputs: span.outputs ?? null,
  meta: metaOf(span, 'handoff', {}),
})

function toolEvents(span: AgentSpan, role: SpanKind, event_id: EventId, place: EventPlace): readonly EventDraft[] {
  const isCode = role === 'tool' && INTERPRETER.test(span.label)
  const event_type = isCode ? 'code_exec' : 'tool_call'
  const meta = metaOf(span, role, { tool: span.label })
  const start: EventDraft = {
    place,
    event_id,
    event_type,
    event_subtype: 'start',
    at: span.start,
    isEnd: false,
    started: span.start,
    ended: undefined,
    status: span.end === null ? 'running' : 'completed',
    error: undefined,
    inputs: isCode ? codeOf(span.label, span.inputs) : present({ tool: span.label, arguments: span.inputs }),
    outputs: null,
    meta,
  }
  if (span.end === null) return [start]
  const complete: EventDraft = {
    place,
    event_id: eventIdOf(span.key, 'complete'),
    event_type,
    event_subtype: 'complete',
    at: span.end,
    isEnd: true,
    started: span.start,
    ended: span.end,
    status: statusOf(span),
    error: span.error,
    inputs: null,
    outputs: span.outputs ?? guardrailOutput(span) ?? null,
    meta,
  }
  return [start, complete]
}

const metaOf = (
  { raw, callId }: AgentSpan,
  kind: SpanKind,
  more: Readonly<Record<string, JsonValue | undefined>>,
): JsonObject =>
  present({ kind, trace_id: raw.trace_id, span_id: raw.span_id, call_id: callId, ...more, cut_attributes: cutIn(raw) })

/** The truncated attributes of the span by name, each with its full size in bytes, or null if unknown. */
export function cutIn({ attributes }: RawSpan): JsonObject | undefined {
  const names = attributes[CUT]
  if (!isList(names) || names.length === 0) return undefined
  const bytes = attributes[CUT_BYTES]
  return Object.fromEntries(
    names.flatMap((name) =>
      typeof name === 'string'
        ? [[name, isObject(bytes) && Object.hasOwn(bytes, name) ? (bytes[name] ?? null) : null]]
        : [],
    ),
  )
}

const INTERPRETER =
  /^(?:code[_-]?interpreter|python(?:[_-]?repl|[_-]?interpreter)?|bash|shell|(?:execute|run)[_-]?(?:code|python|bash|shell)|code[_-]?execution)(?:[_-]?tool)?$/i

/** Extracts the code under the field names that the app displays. */
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
