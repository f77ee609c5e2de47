import type { RejectedFor } from '#server/store/ports/spans.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'

/**
 * The contents of a body. There can be a rejection reason without spans, if the whole body contains nothing to store.
 */
export type DecodedSpans = {
  readonly spans: readonly RawSpan[]
  readonly rejected: { readonly count: number; readonly reasons: readonly RejectedFor[] }
}

/** The whole body is unreadable. The message is one sentence for the sender and contains nothing of the body. */
export class OtlpDecodeError extends Error {
  override readonly name = 'OtlpDecodeError'
}
