import { Pace } from '#server/lib/Pace.ts'
import type { DecodedSpans } from './otlp/DecodedSpans.ts'
import type { RejectedFor } from '#server/store/ports/spans.ts'
import { Rejections, type SpanPart } from './otlp/SpanParts.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'

/** What is stored at once: what a statement takes of memory is several times that. */
const CHUNK_BYTES = 2 * 1024 * 1024
const CHUNK_SPANS = 1000

/**
 * Stores the spans of a body, as many at a time as memory allows, and answers with what was left out. What was stored
 * before a failure stays: sending the body again repeats nothing. Throws `OtlpDecodeError`, and what `accept` throws.
 */
export async function takeSpans(
  parts: Iterable<SpanPart>,
  accept: (spans: readonly RawSpan[]) => Promise<readonly RejectedFor[]>,
): Promise<DecodedSpans['rejected']> {
  const pace = new Pace()
  const rejections = new Rejections()
  let waiting: RawSpan[] = []
  let bytes = 0
  const store = async () => {
    for (const { reason, count } of await accept(waiting)) rejections.add(reason, count)
    waiting = []
    bytes = 0
  }
  for (const part of parts) {
    if (pace.isDue) await pace.rest()
    if (part.kind === 'pause') continue
    if (part.kind === 'rejected') {
      rejections.add(part.reason, part.count)
      continue
    }
    waiting.push(part.span)
    bytes += part.bytes
    if (bytes < CHUNK_BYTES && waiting.length < CHUNK_SPANS) continue
    await store()
  }
  if (waiting.length > 0) await store()
  return rejections.summary()
}
