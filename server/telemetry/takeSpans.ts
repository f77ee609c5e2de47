import { Pace } from '#server/lib/Pace.ts'
import type { DecodedSpans } from './otlp/DecodedSpans.ts'
import type { RejectedFor } from '#server/store/ports/spans.ts'
import { Rejections, type SpanPart } from './otlp/SpanParts.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'

/** Maximum size of a chunk stored at once, in bytes. A statement needs several times this much memory. */
const CHUNK_BYTES = 2 * 1024 * 1024
const CHUNK_SPANS = 1000

/**
 * Stores the spans of a body in chunks and returns what was rejected. Chunks stored before a failure stay; sending
 * the body again creates no duplicates. Throws `OtlpDecodeError`, and whatever `accept` throws.
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
