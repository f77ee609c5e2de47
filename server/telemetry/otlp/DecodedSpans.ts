import type { RejectedFor } from '#server/store/ports/spans.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'

/** What a body holds. A reason may stand there for no span at all, where a whole body is nothing that could be stored. */
export type DecodedSpans = {
  readonly spans: readonly RawSpan[]
  readonly rejected: { readonly count: number; readonly reasons: readonly RejectedFor[] }
}

/** The whole body cannot be read. The message is one sentence for whoever sent it, and repeats nothing of the body. */
export class OtlpDecodeError extends Error {
  override readonly name = 'OtlpDecodeError'
}
