import type { DecodedSpans } from './DecodedSpans.ts'
import { jsonParts } from './jsonParts.ts'
import { collected } from './SpanParts.ts'

/** Decodes the spans of an `application/json` body. Throws `OtlpDecodeError` if it is unreadable as a whole. */
export const decodeOtlpJson = (text: string): DecodedSpans => collected(jsonParts(new TextEncoder().encode(text)))
