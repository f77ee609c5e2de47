import * as z from 'zod/mini'
import { RunId } from './ids.ts'
import { JsonObject, JsonValue } from './json.ts'
import { Timestamp } from './timestamps.ts'
import { Word } from './words.ts'

const count = z.int().check(z.minimum(0))
const text = z.nullable(z.string())

/** The amount of telemetry received. */
export const ReceivedTelemetry = z.strictObject({
  traces: count,
  /**
   * Number of traces without a run: none contains an agent span. HTTP requests and model calls on their own don't
   * create a run. Traces are kept, and become a run once an agent span arrives.
   */
  traces_without_run: count,
  /** Unassigned calls in those traces. The others contain only requests, queries and the like. */
  loose_calls: count,
})
export type ReceivedTelemetry = Readonly<z.output<typeof ReceivedTelemetry>>

/** The amount of telemetry received, what is waiting to be projected, and what was set aside. */
export const TelemetryState = z.strictObject({
  ...ReceivedTelemetry.shape,
  waiting: z.strictObject({
    /** Spans received or changed since the last projection of their run. Above a limit, requests get a 429. */
    spans: count,
    runs: count,
    oldest_at: z.nullable(Timestamp),
  }),
  /** Most recent first, at most a hundred. */
  set_aside: z.readonly(
    z.array(
      z.strictObject({
        run_id: RunId,
        reason: z.string(),
        since: Timestamp,
        spans: count,
        /** Size of their spans, as far as counted. */
        bytes: count,
      }),
    ),
  ),
})
export type TelemetryState = Readonly<z.output<typeof TelemetryState>>

/** A span, identified by the ids from its exporter. */
export const SpanRef = z.strictObject({
  trace_id: z.string().check(z.regex(/^[0-9a-f]{32}$/, { error: 'trace_id must be 32 lowercase hexadecimal digits' })),
  span_id: z.string().check(z.regex(/^[0-9a-f]{16}$/, { error: 'span_id must be 16 lowercase hexadecimal digits' })),
})
export type SpanRef = Readonly<z.output<typeof SpanRef>>

/** A string key that is unique per span. Trace ids have a fixed length. */
export const spanKey = ({ trace_id, span_id }: SpanRef): string => `${trace_id}/${span_id}`

/** Maximum length of `asked` and `answered`, in characters. */
export const CALL_PREVIEW_MAX = 400

const callFields = {
  ...SpanRef.shape,
  /**
   * `model`, `embedding`, `tool`, `retrieval`, … or `container` for a part of an agent's work that has no more
   * specific kind.
   */
  kind: Word,
  /** The event type that the call would have in a run: `llm_call`, `tool_call`, … */
  event_type: Word,
  headline: z.string(),
  /** The service name of the program that made the call. */
  service: text,
  model: text,
  started_at: Timestamp,
  /** Null while the call is running. */
  completed_at: z.nullable(Timestamp),
  duration_ms: z.nullable(z.number()),
  status: Word,
  is_error: z.boolean(),
  error_message: text,
  input_tokens: z.nullable(count),
  output_tokens: z.nullable(count),
  cost_usd: z.nullable(z.number()),
} as const

/**
 * An unassigned call: a call of a model, tool or the like that arrived without an agent or workflow to make it part
 * of a run.
 */
export const UnassignedCallRow = z.strictObject({
  ...callFields,
  /** The beginning of the last prompt and of the answer, as readable text. */
  asked: text,
  answered: text,
})
export type UnassignedCallRow = Readonly<z.output<typeof UnassignedCallRow>>

/** An unassigned call with everything its span contains. */
export const UnassignedCall = z.strictObject({
  ...callFields,
  span_name: z.string(),
  /** The instrumentation that reported it. */
  scope_name: z.string(),
  /** The input messages as readable text. If they are very long, only the last ones. */
  messages: z.readonly(z.array(z.strictObject({ role: z.string(), text: z.string() }))),
  inputs: z.nullable(JsonValue),
  outputs: z.nullable(JsonValue),
  meta: JsonObject,
  /** The attributes of the span as received. */
  attributes: JsonObject,
})
export type UnassignedCall = Readonly<z.output<typeof UnassignedCall>>
