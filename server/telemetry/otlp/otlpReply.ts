import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import type { DecodedSpans } from './DecodedSpans.ts'

export type OtlpEncoding = 'json' | 'protobuf'

export const MEDIA_TYPES: Readonly<Record<OtlpEncoding, string>> = {
  json: 'application/json',
  protobuf: 'application/x-protobuf',
}

/** The `google.rpc.Code` for each HTTP status, for the `Status` message of a rejected request. */
const RPC_CODES: Readonly<Record<number, number>> = { 400: 3, 405: 12, 408: 4, 413: 8, 415: 3, 429: 8, 503: 14 }
const RPC_UNKNOWN = 2

/** The reply to an accepted body. Exporters print its message, so it is empty if all went well. */
export function successReply(encoding: OtlpEncoding, rejected?: DecodedSpans['rejected']): Response {
  const errorMessage = rejected && rejected.reasons.length > 0 ? messageOf(rejected) : undefined
  if (encoding === 'json') {
    // The JSON form of protobuf encodes 64-bit integers as strings.
    const partialSuccess = { rejectedSpans: String(rejected?.count ?? 0), errorMessage }
    return reply(200, encoding, JSON.stringify(errorMessage === undefined ? {} : { partialSuccess }))
  }
  const response = new BinaryWriter()
  if (errorMessage !== undefined) {
    response.tag(1, WireType.LengthDelimited).fork()
    response.tag(1, WireType.Varint).int64(rejected?.count ?? 0)
    response.tag(2, WireType.LengthDelimited).string(errorMessage).join()
  }
  return reply(200, encoding, response.finish())
}

/** The reply to a request that was rejected as a whole: a `Status` in the encoding of the request. */
export function statusReply(
  status: number,
  message: string,
  encoding: OtlpEncoding,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const code = RPC_CODES[status] ?? RPC_UNKNOWN
  if (encoding === 'json') return reply(status, encoding, JSON.stringify({ code, message }), headers)
  const bytes = new BinaryWriter()
    .tag(1, WireType.Varint)
    .int32(code)
    .tag(2, WireType.LengthDelimited)
    .string(message)
    .finish()
  return reply(status, encoding, bytes, headers)
}

/** `Runlens rejected 3 spans. 2: the span has no name. 1: …` */
function messageOf({ count, reasons }: DecodedSpans['rejected']): string {
  const why = reasons.map((one) => (one.count === 0 ? one.reason : `${one.count}: ${one.reason}`)).join('. ')
  return count === 0
    ? `Runlens stored nothing: ${why}.`
    : `Runlens rejected ${count} span${count === 1 ? '' : 's'}. ${why}.`
}

const reply = (
  status: number,
  encoding: OtlpEncoding,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): Response => new Response(body, { status, headers: { ...headers, 'content-type': MEDIA_TYPES[encoding] } })
