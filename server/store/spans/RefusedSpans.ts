import type { RejectedFor } from '../ports/spans.ts'
import { storableJson } from '../prepare/storableText.ts'
import type { RawSpan } from './RawSpan.ts'

const CHANGED = 'the span was received before with different content, and its trace has settled'

/** Spans that a store refused, and why. */
export class RefusedSpans {
  readonly #reasons = new Map<string, string>()

  add(refused: ReadonlyMap<string, readonly RawSpan[]>): void {
    for (const [reason, spans] of refused) for (const span of spans) this.#reasons.set(keyOf(span), reason)
  }

  /** Refuses spans that differ from their settled version. Receiving an identical span again is fine. */
  addChanged(spans: readonly RawSpan[], settled: readonly RawSpan[]): void {
    const texts = new Map(settled.map((span) => [keyOf(span), textOf(span)]))
    for (const span of spans) {
      const text = texts.get(keyOf(span))
      if (text !== undefined && text !== textOf(span) && !this.has(span)) this.#reasons.set(keyOf(span), CHANGED)
    }
  }

  has(span: RawSpan): boolean {
    return this.#reasons.has(keyOf(span))
  }

  /** How many of the given spans were refused, per reason; duplicates count each time. */
  reasons(given: readonly RawSpan[]): readonly RejectedFor[] {
    if (this.#reasons.size === 0) return []
    const counts = new Map<string, number>()
    for (const span of given) {
      const reason = this.#reasons.get(keyOf(span))
      if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1)
    }
    return [...counts].map(([reason, count]) => ({ reason, count }))
  }
}

const keyOf = ({ trace_id, span_id }: RawSpan): string => `${trace_id} ${span_id}`

/** The content of a span as a store keeps it, in a fixed order, whether or not its resource is stored separately. */
const textOf = ({ resource, scope, ...span }: RawSpan): string => JSON.stringify(storableJson([resource, scope, span]))
