import type { DecodedSpans } from './DecodedSpans.ts'
import { jsonParts } from './jsonParts.ts'
import { collected } from './SpanParts.ts'

/** The spans of a body of `application/json`. Throws `OtlpDecodeError` where it cannot be read at all. */
export const decodeOtlpJson = (text: string): DecodedSpans => collected(jsonParts(new TextEncoder().encode(text)))
