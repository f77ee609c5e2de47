import { compareCodePoints } from '#server/lib/codePointOrder.ts'
import type { RawSpan } from './RawSpan.ts'

/** How complete a span is, to compare two versions of it. A running span has `end_ns` 0. */
export const weightOf = ({ end_ns, attributes, events }: RawSpan) => ({
  end_ns: end_ns ?? '0',
  attribute_count: Object.keys(attributes).length + events.length,
})

/**
 * Whether the first version of a span takes precedence over the second: a later end, else more attributes and events.
 * If only the content differs, the greater text wins, so that the order of arrival does not matter.
 */
export function takesPrecedence(one: RawSpan, other: RawSpan): boolean {
  const [a, b] = [weightOf(one), weightOf(other)]
  const [endA, endB] = [BigInt(a.end_ns), BigInt(b.end_ns)]
  if (endA !== endB) return endA > endB
  if (a.attribute_count !== b.attribute_count) return a.attribute_count > b.attribute_count
  const own = compareCodePoints(ownText(one), ownText(other))
  return (own === 0 ? compareCodePoints(sharedText(one), sharedText(other)) : own) > 0
}

const ownText = ({ resource: _resource, scope: _scope, ...span }: RawSpan): string => JSON.stringify(span)
const sharedText = ({ resource, scope }: RawSpan): string => JSON.stringify({ resource, scope })

/** One version of each span: the one that takes precedence. */
export function fullestSpans(spans: readonly RawSpan[]): readonly RawSpan[] {
  const fullest = new Map<string, RawSpan>()
  for (const span of spans) {
    const key = `${span.trace_id} ${span.span_id}`
    const known = fullest.get(key)
    if (known === undefined || takesPrecedence(span, known)) fullest.set(key, span)
  }
  return [...fullest.values()]
}
