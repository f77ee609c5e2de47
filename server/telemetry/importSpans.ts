import type { DecodedSpans } from './otlp/DecodedSpans.ts'
import type { RejectedFor } from '#server/store/ports/spans.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'

/** The result of a trace import: what was found, and what was stored if there is a store. */
export type TraceReport = {
  readonly traces: number
  readonly spans: number
  readonly rejected: { readonly count: number; readonly reasons: readonly RejectedFor[] }
}

/** Number of spans stored per batch. */
const SPANS_AT_ONCE = 1000

/**
 * Accepts the spans of all parts and reports accepted and rejected ones. Spans accepted before a failure stay stored;
 * importing again creates no duplicates.
 */
export async function importSpans(
  parts: AsyncIterable<DecodedSpans>,
  accept: (spans: readonly RawSpan[]) => Promise<readonly RejectedFor[]>,
): Promise<TraceReport> {
  const traces = new Set<string>()
  const reasons = new Map<string, number>()
  let spans = 0
  let waiting: RawSpan[] = []
  const flush = async () => {
    for (const { reason, count } of await accept(waiting)) {
      reasons.set(reason, (reasons.get(reason) ?? 0) + count)
      spans -= count
    }
    waiting = []
  }
  for await (const part of parts) {
    for (const { reason, count } of part.rejected.reasons) reasons.set(reason, (reasons.get(reason) ?? 0) + count)
    for (const span of part.spans) {
      traces.add(span.trace_id)
      spans += 1
      waiting.push(span)
      if (waiting.length < SPANS_AT_ONCE) continue
      await flush()
    }
  }
  if (waiting.length > 0) await flush()
  return {
    traces: traces.size,
    spans,
    rejected: {
      count: [...reasons.values()].reduce((sum, count) => sum + count, 0),
      reasons: [...reasons].map(([reason, count]) => ({ reason, count })),
    },
  }
}
