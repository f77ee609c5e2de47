import { BinaryReader } from '@bufbuild/protobuf/wire'
import { type DecodedSpans, OtlpDecodeError } from './DecodedSpans.ts'
import { readMessage } from './readMessage.ts'
import { spansOf } from './spansOf.ts'
import { TRACE_REQUEST } from './traceRequest.ts'

/** The spans of a body of `application/x-protobuf`. Throws `OtlpDecodeError` where it cannot be read at all. */
export function decodeOtlpProtobuf(bytes: Uint8Array): DecodedSpans {
  const body = bodyOf(bytes)
  if (bytes.length === 0 || 'resourceSpans' in body) return spansOf(body)
  // Bytes of some other message, all of whose fields are unknown.
  return { spans: [], rejected: { count: 0, reasons: [{ reason: 'the body has no resourceSpans', count: 0 }] } }
}

function bodyOf(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    return readMessage(new BinaryReader(bytes), bytes.length, TRACE_REQUEST)
  } catch (error) {
    throw new OtlpDecodeError('The body is no ExportTraceServiceRequest in protobuf.', { cause: error })
  }
}
