import type { DecodedSpans } from './DecodedSpans.ts'
import { collected, indexOfValue, spanParts } from './SpanParts.ts'

/** The spans of an `ExportTraceServiceRequest` parsed from JSON. Throws `OtlpDecodeError`. */
export const spansOf = (body: unknown): DecodedSpans => collected(spanParts(indexOfValue(body), (value) => ({ value })))
