import type { DecodedSpans } from './DecodedSpans.ts'
import { collected, indexOfValue, spanParts } from './SpanParts.ts'

/** The spans of an `ExportTraceServiceRequest` whose JSON was parsed already. Throws `OtlpDecodeError`. */
export const spansOf = (body: unknown): DecodedSpans => collected(spanParts(indexOfValue(body), (value) => ({ value })))
