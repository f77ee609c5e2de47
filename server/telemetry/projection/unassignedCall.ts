import type { ExecutionEvent } from '#contract/entities.ts'
import type { JsonValue } from '#contract/json.ts'
import { CALL_PREVIEW_MAX, type UnassignedCall, type UnassignedCallRow } from '#contract/telemetry.ts'
import { timestampOf } from '#contract/timestamps.ts'
import { deriveEvent, errorPreview } from '#server/store/prepare/deriveEvent.ts'
import { clip } from '#server/store/prepare/payload.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import { runOfTrace } from '#server/store/spans/runOfTrace.ts'
import { type AgentSpan, isCallKind } from './AgentSpan.ts'
import { textAt } from './attributes.ts'
import { callEvents } from './callEvents.ts'
import { type ChatMessage, messagesIn } from './chatMessages.ts'
import { finishEvent } from './EventDraft.ts'
import { PAYLOAD_MAX } from './payloads.ts'
import { normalizeSpan } from './normalizeSpan.ts'
import { eventIdOf } from './telemetryIds.ts'

/** An unassigned call as a list row, with the same texts and metrics that its event in a run would have. */
export function unassignedCallRow(raw: RawSpan): UnassignedCallRow {
  const { span, event, fields } = readCall(raw)
  return {
    ...fields,
    error_message: errorPreview(event.error_message),
    asked: preview(lastAsked(span.inputMessages) ?? textOf(span.inputs)),
    answered: preview(lastAnswered(span) ?? textOf(span.outputs)),
  }
}

/** The same call with all details. */
export function unassignedCall(raw: RawSpan): UnassignedCall {
  const { span, event, fields } = readCall(raw)
  return {
    ...fields,
    span_name: raw.name,
    scope_name: raw.scope.name,
    messages: lastOf(span.inputMessages ?? []),
    inputs: event.inputs,
    outputs: event.outputs,
    meta: event.meta,
    attributes: raw.attributes,
  }
}

function readCall(raw: RawSpan) {
  const span = normalizeSpan(raw)
  // An unassigned call has no children.
  const kind = span.isModelIfAlone === true ? 'model' : span.kind
  const event = eventOf(span, kind)
  const { headline, is_error, model, input_tokens, output_tokens, cost_usd } = deriveEvent(event)
  return {
    span,
    event,
    fields: {
      trace_id: raw.trace_id,
      span_id: raw.span_id,
      kind,
      event_type: event.event_type,
      headline: isCallKind(kind) ? headline : span.label,
      service: textAt(raw.resource, 'service.name') ?? null,
      model,
      started_at: timestampOf(span.start),
      completed_at: event.completed_at,
      duration_ms: event.duration_ms,
      status: event.status ?? 'completed',
      is_error,
      error_message: event.error_message,
      input_tokens,
      output_tokens,
      cost_usd,
    },
  }
}

/** Merges the two events of a call: the input from its start, everything else from its end. */
function eventOf(span: AgentSpan, kind: AgentSpan['kind']): ExecutionEvent {
  const drafts = callEvents(span, kind, eventIdOf(span.key, 'loose'), {
    run_id: runOfTrace(span.raw.trace_id),
    node_id: null,
    agent_name: span.agent ?? null,
    parent_event_id: null,
  })
  const [start, end = start] = drafts
  if (start === undefined || end === undefined) throw new Error('a call is at least one event')
  return finishEvent({ ...end, inputs: start.inputs }, 0, 0)
}

/** As many of the last messages as fit into a payload. The last one itself may have to be truncated. */
function lastOf(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  let room = PAYLOAD_MAX
  const found: ChatMessage[] = []
  for (const { role, text } of messages.toReversed()) {
    if (room <= 0) break
    found.push({ role, text: clip(text, room) })
    room -= text.length
  }
  return found.toReversed()
}

/** The last thing a person said, because each model call repeats the whole conversation. */
const lastAsked = (messages: readonly ChatMessage[] | undefined): string | undefined =>
  (messages?.findLast(({ role }) => role === 'user') ?? messages?.at(-1))?.text

/** A tool result may be a message too, for example in LangChain. */
const lastAnswered = ({ outputMessages, outputs }: AgentSpan): string | undefined =>
  (outputMessages ?? messagesIn(outputs, 'assistant')).at(-1)?.text

const textOf = (value: JsonValue | undefined): string | undefined =>
  value === undefined || value === null ? undefined : typeof value === 'string' ? value : JSON.stringify(value)

const preview = (text: string | undefined): string | null =>
  text === undefined || text.trim() === '' ? null : clip(text.trim(), CALL_PREVIEW_MAX)
