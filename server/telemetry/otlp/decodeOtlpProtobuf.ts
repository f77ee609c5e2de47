import type { DecodedSpans } from './DecodedSpans.ts'
import { protobufParts } from './protobufParts.ts'
import { collected } from './SpanParts.ts'

/** The spans of a body of `application/x-protobuf`. Throws `OtlpDecodeError` where it cannot be read at all. */
export const decodeOtlpProtobuf = (bytes: Uint8Array): DecodedSpans => collected(protobufParts(bytes))
