import type { DecodedSpans } from './DecodedSpans.ts'
import { parseOtlpJson } from './parseOtlpJson.ts'
import { spansOf } from './spansOf.ts'

/** The spans of a body of `application/json`. Throws `OtlpDecodeError` where it cannot be read at all. */
export const decodeOtlpJson = (text: string): DecodedSpans => spansOf(parseOtlpJson(text))
