import { JsonObject } from '#contract/json.ts'
import * as z from 'zod/mini'

/** Nanoseconds since 1970, in decimal: more digits than a JavaScript number holds. */
const nanoseconds = z.string().check(z.regex(/^\d{1,20}$/))

const SpanEvent = z.object({ name: z.string(), time_ns: nanoseconds, attributes: JsonObject })
const SpanLink = z.object({ trace_id: z.string(), span_id: z.string(), attributes: JsonObject })

/**
 * A span as received, independent of its encoding: ids in lowercase hexadecimal, attributes as JSON (integers beyond
 * 2^53 as decimal text, bytes as base64), with the attributes of its resource and the name of its scope.
 */
export const RawSpan = z.object({
  trace_id: z.string().check(z.regex(/^[0-9a-f]{32}$/)),
  span_id: z.string().check(z.regex(/^[0-9a-f]{16}$/)),
  /** Null for the root of its trace. */
  parent_span_id: z.nullable(z.string()),
  name: z.string(),
  /** `SpanKind` of OTLP: 0 unspecified, 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  kind: z.int(),
  start_ns: nanoseconds,
  /** Null while the span is running; few exporters send such spans. */
  end_ns: z.nullable(nanoseconds),
  /** `code` of OTLP: 0 unset, 1 ok, 2 error. */
  status: z.object({ code: z.int(), message: z.string() }),
  attributes: JsonObject,
  events: z.readonly(z.array(SpanEvent)),
  links: z.readonly(z.array(SpanLink)),
  resource: JsonObject,
  scope: z.object({ name: z.string(), version: z.string() }),
})
export type RawSpan = Readonly<z.output<typeof RawSpan>>
