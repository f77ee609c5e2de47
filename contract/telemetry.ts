import * as z from 'zod/mini'
import { RunId } from './ids.ts'
import { JsonObject, JsonValue } from './json.ts'
import { Timestamp } from './timestamps.ts'
import { Word } from './words.ts'

const count = z.int().check(z.minimum(0))
const text = z.nullable(z.string())

/** How much telemetry came. */
export const ReceivedTelemetry = z.strictObject({
  traces: count,
  /**
   * Traces that no run was drawn from: no span of theirs tells of an agent's work, as a request or a model's call alone
   * does not. They are kept, and drawn once a span says more.
   */
  traces_without_run: count,
  /** Calls in those traces. The others hold none: only requests, queries and the like. */
  loose_calls: count,
})
export type ReceivedTelemetry = Readonly<z.output<typeof ReceivedTelemetry>>

/** How much telemetry came, what of it waits to be drawn, and what is not drawn any more. */
export const TelemetryState = z.strictObject({
  ...ReceivedTelemetry.shape,
  waiting: z.strictObject({
    /** Spans that came or changed since their run was drawn. Beyond a bound bodies are answered with 429. */
    spans: count,
    runs: count,
    oldest_at: z.nullable(Timestamp),
  }),
  /** The last ones first, at most a hundred. */
  set_aside: z.readonly(
    z.array(
      z.strictObject({
        run_id: RunId,
        reason: z.string(),
        since: Timestamp,
        spans: count,
        /** Of their spans, as far as they were counted. */
        bytes: count,
      }),
    ),
  ),
})
export type TelemetryState = Readonly<z.output<typeof TelemetryState>>

/** A span, by the ids that its exporter gave it. */
export const SpanRef = z.strictObject({
  trace_id: z.string().check(z.regex(/^[0-9a-f]{32}$/, { error: 'trace_id must be 32 lowercase hexadecimal digits' })),
  span_id: z.string().check(z.regex(/^[0-9a-f]{16}$/, { error: 'span_id must be 16 lowercase hexadecimal digits' })),
})
export type SpanRef = Readonly<z.output<typeof SpanRef>>

/** Text that is equal for equal spans only. Trace ids have one length. */
export const spanKey = ({ trace_id, span_id }: SpanRef): string => `${trace_id}/${span_id}`

/** Characters of `asked` and `answered` at most. */
export const CALL_PREVIEW_MAX = 400

const callFields = {
  ...SpanRef.shape,
  /** `model`, `embedding`, `tool`, `retrieval`, … or `container` for a part of an agent's work that says no more. */
  kind: Word,
  /** What the call would be called as an event of a run: `llm_call`, `tool_call`, … */
  event_type: Word,
  headline: z.string(),
  /** The name that the program which made the call gives itself. */
  service: text,
  model: text,
  started_at: Timestamp,
  /** Null while the call goes on. */
  completed_at: z.nullable(Timestamp),
  duration_ms: z.nullable(z.number()),
  status: Word,
  is_error: z.boolean(),
  error_message: text,
  input_tokens: z.nullable(count),
  output_tokens: z.nullable(count),
  cost_usd: z.nullable(z.number()),
} as const

/** A call of a model, a tool or the like that came alone, without the agent or workflow which would make it part of a run. */
export const LooseCallRow = z.strictObject({
  ...callFields,
  /** The beginning of what was asked last, and of what was answered, as people read it. */
  asked: text,
  answered: text,
})
export type LooseCallRow = Readonly<z.output<typeof LooseCallRow>>

/** One such call with all that its span says. */
export const LooseCall = z.strictObject({
  ...callFields,
  span_name: z.string(),
  /** The instrumentation that told of it. */
  scope_name: z.string(),
  /** What was asked, message by message, as people read it: the last ones where they are very long together. */
  messages: z.readonly(z.array(z.strictObject({ role: z.string(), text: z.string() }))),
  inputs: z.nullable(JsonValue),
  outputs: z.nullable(JsonValue),
  meta: JsonObject,
  /** The attributes of the span as they came. */
  attributes: JsonObject,
})
export type LooseCall = Readonly<z.output<typeof LooseCall>>
