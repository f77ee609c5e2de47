import type { DecodedSpans } from './DecodedSpans.ts'
import { protobufParts } from './protobufParts.ts'
import { collected } from './SpanParts.ts'

/**
 * Decodes the spans of an `application/x-protobuf` body. Throws `OtlpDecodeError` if it is unreadable as a whole.
 */
export const decodeOtlpProtobuf = (bytes: Uint8Array): DecodedSpans => collected(protobufParts(bytes))
