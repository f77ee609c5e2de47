import type { JsonObject, JsonValue } from '#contract/json.ts'
import { RawSpan } from '#server/telemetry/RawSpan.ts'
import * as z from 'zod/mini'

/** Reads an OTLP body in JSON, as far as the captured ones go. */
export function spansOfJson(bytes: Uint8Array): readonly RawSpan[] {
  const body = z.parse(Body, JSON.parse(new TextDecoder().decode(bytes)))
  return body.resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ scope, spans }) =>
      spans.map((span) =>
        z.parse(RawSpan, {
          trace_id: span.traceId,
          span_id: span.spanId,
          parent_span_id: span.parentSpanId || null,
          name: span.name,
          kind: span.kind ?? 0,
          start_ns: span.startTimeUnixNano,
          end_ns: span.endTimeUnixNano === '0' ? null : span.endTimeUnixNano,
          status: { code: span.status?.code ?? 0, message: span.status?.message ?? '' },
          attributes: objectOf(span.attributes),
          events: (span.events ?? []).map((event) => ({
            name: event.name,
            time_ns: event.timeUnixNano,
            attributes: objectOf(event.attributes),
          })),
          links: [],
          resource: objectOf(resource.attributes),
          scope: { name: scope?.name ?? '', version: scope?.version ?? '' },
        }),
      ),
    ),
  )
}

const Value = z.looseObject({
  stringValue: z.optional(z.string()),
  intValue: z.optional(z.union([z.string(), z.number()])),
  doubleValue: z.optional(z.number()),
  boolValue: z.optional(z.boolean()),
  get arrayValue() {
    return z.optional(z.object({ values: z.optional(z.array(Value)) }))
  },
  get kvlistValue() {
    return z.optional(z.object({ values: z.optional(z.array(z.object({ key: z.string(), value: Value }))) }))
  },
})
type Value = z.output<typeof Value>

const Attributes = z.optional(z.array(z.object({ key: z.string(), value: Value })))
const Span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.optional(z.string()),
  name: z.string(),
  kind: z.optional(z.number()),
  startTimeUnixNano: z.string(),
  endTimeUnixNano: z.string(),
  status: z.optional(z.object({ code: z.optional(z.number()), message: z.optional(z.string()) })),
  attributes: Attributes,
  events: z.optional(z.array(z.object({ name: z.string(), timeUnixNano: z.string(), attributes: Attributes }))),
})
const Body = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: Attributes }),
      scopeSpans: z.array(
        z.object({
          scope: z.optional(z.object({ name: z.optional(z.string()), version: z.optional(z.string()) })),
          spans: z.array(Span),
        }),
      ),
    }),
  ),
})

const objectOf = (attributes: z.output<typeof Attributes>): JsonObject =>
  Object.fromEntries((attributes ?? []).map(({ key, value }) => [key, valueOf(value)]))

function valueOf(value: Value): JsonValue {
  if (value.arrayValue !== undefined) return (value.arrayValue.values ?? []).map(valueOf)
  if (value.kvlistValue !== undefined) return objectOf(value.kvlistValue.values)
  if (value.intValue !== undefined) return Number(value.intValue)
  return value.stringValue ?? value.doubleValue ?? value.boolValue ?? null
}
