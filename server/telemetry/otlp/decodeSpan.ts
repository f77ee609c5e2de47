import type { JsonObject } from '#contract/json.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import { Fields } from './Fields.ts'
import { integerText } from './integerText.ts'
import { boundedText, type Budget, readAttributes } from './readAttributes.ts'
import { CUT } from '#server/store/spans/cutAttributes.ts'

/** The resource and scope that a span shares with others. */
export type SpanContext = { readonly resource: JsonObject; readonly scope: RawSpan['scope'] }

const KINDS = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER']
const STATUS_CODES = ['UNSET', 'OK', 'ERROR']
/** The latest time that fits into a signed 64-bit integer, in the year 2262. Databases support no later one. */
const LAST_NS = 2n ** 63n - 1n

const HINT = 'only spans are accepted, not logs or metrics'

/** Decodes one span of a JSON body. Returns a string with the reason if it cannot be stored. */
export function decodeSpan(value: unknown, { resource, scope }: SpanContext, budget: Budget): RawSpan | string {
  const fields = Fields.of(value)
  if (!fields) return `the span is not an object (${HINT})`
  const trace_id = idOf(fields.get('traceId'), 16)
  const span_id = idOf(fields.get('spanId'), 8)
  if (trace_id === undefined) return `the trace id is missing, all zeros or not 16 hexadecimal bytes (${HINT})`
  if (span_id === undefined) return `the span id is missing, all zeros or not 8 hexadecimal bytes (${HINT})`
  const parent_span_id = parentOf(fields.text('parentSpanId'))
  if (parent_span_id === undefined) return 'the parent span id is not 8 hexadecimal bytes'
  const name = boundedText(fields.text('name'))
  if (name === '') return 'the span has no name'
  const start_ns = timeOf(fields.get('startTimeUnixNano'))
  if (start_ns === undefined || start_ns === '0') return 'the start time is missing or not in nanoseconds'
  const end_ns = timeOf(fields.get('endTimeUnixNano') ?? 0)
  if (end_ns === undefined) return 'the end time is not in nanoseconds'
  const [attributes, events, links] = [fields.list('attributes'), fields.list('events'), fields.list('links')]
  if (!attributes || !events || !links) return 'the attributes, events or links are not a list'
  const kept = {
    attributes: readAttributes(attributes, budget),
    events: within(events, budget, (event) => eventOf(event, start_ns, budget)),
    links: within(links, budget, (link) => linkOf(link, budget)),
  }
  // Once the budget is used up, no further members of this kind were kept.
  const isFull = budget.left < MEMBER_BYTES
  const leftOut = [
    ...(isFull && kept.events.length < events.length ? ['events'] : []),
    ...(isFull && kept.links.length < links.length ? ['links'] : []),
  ]
  return {
    trace_id,
    span_id,
    parent_span_id,
    name,
    kind: wordOrNumber(fields.get('kind'), KINDS),
    start_ns,
    // A span that has not ended yet. Few exporters send one.
    end_ns: end_ns === '0' ? null : end_ns,
    status: statusOf(fields.inside('status')),
    attributes: withLeftOut(kept.attributes, leftOut),
    events: kept.events,
    links: kept.links,
    resource,
    scope,
  }
}

/** In lowercase. Undefined if it has the wrong length, or is all zeros, which means "none". */
function idOf(value: unknown, bytes: 8 | 16): string | undefined {
  if (typeof value !== 'string' || value.length !== 2 * bytes) return undefined
  return /^[0-9a-f]+$/i.test(value) && !/^0+$/.test(value) ? value.toLowerCase() : undefined
}

/** Null if the span has no parent, undefined if the parent id is invalid. */
const parentOf = (text: string): string | null | undefined =>
  text === '' || /^0{16}$/.test(text) ? null : idOf(text, 8)

function timeOf(value: unknown): string | undefined {
  const digits = integerText(value)
  return digits === undefined || digits.startsWith('-') || BigInt(digits) > LAST_NS ? undefined : digits
}

/** An enum, given as a number or by name, with or without the common prefix. Unknown values are 0. */
function wordOrNumber(value: unknown, words: readonly string[]): number {
  if (typeof value === 'number') return value in words ? value : 0
  if (typeof value !== 'string') return 0
  const index = words.findIndex((word) => value === word || value.endsWith(`_${word}`))
  return index === -1 ? 0 : index
}

const statusOf = (fields: Fields | undefined): RawSpan['status'] => ({
  code: wordOrNumber(fields?.get('code'), STATUS_CODES),
  message: boundedText(fields?.text('message') ?? ''),
})

/** Memory of an event or link without its attributes, in bytes. */
const MEMBER_BYTES = 128

/** Takes members in order while they fit into the budget. */
function within<Member>(
  list: readonly unknown[],
  budget: Budget,
  read: (value: unknown) => readonly Member[],
): readonly Member[] {
  const kept: Member[] = []
  for (const value of list) {
    if (!budget.take(MEMBER_BYTES)) break
    kept.push(...read(value))
  }
  return kept
}

/** Adds to the list of truncated attributes that events or links were left out. */
function withLeftOut(attributes: JsonObject, what: readonly string[]): JsonObject {
  if (what.length === 0) return attributes
  const cut = attributes[CUT]
  return { ...attributes, [CUT]: [...(Array.isArray(cut) ? cut : []), ...what] }
}

/** An event without a time gets the start time of its span. */
function eventOf(value: unknown, start_ns: string, budget: Budget): RawSpan['events'] {
  const fields = Fields.of(value)
  if (!fields) return []
  const time_ns = timeOf(fields.get('timeUnixNano')) ?? '0'
  const attributes = readAttributes(fields.list('attributes') ?? [], budget)
  return [{ name: boundedText(fields.text('name')), time_ns: time_ns === '0' ? start_ns : time_ns, attributes }]
}

/** A link without a valid span id leads nowhere and is dropped. */
function linkOf(value: unknown, budget: Budget): RawSpan['links'] {
  const fields = Fields.of(value)
  const trace_id = idOf(fields?.get('traceId'), 16)
  const span_id = idOf(fields?.get('spanId'), 8)
  if (!fields || trace_id === undefined || span_id === undefined) return []
  return [{ trace_id, span_id, attributes: readAttributes(fields.list('attributes') ?? [], budget) }]
}
