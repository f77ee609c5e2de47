import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'

/** A span as a program sends it: ids in hexadecimal, times in whole milliseconds since 1970. */
export type SentSpan = {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string | undefined
  readonly name: string
  readonly startMs: number
  readonly endMs: number
  /** Whole numbers are sent as such. */
  readonly attributes: Readonly<Record<string, string | number>>
}

/** Whoever posts it names the type, since the bytes do not tell. */
export type OtlpBody = { readonly type: string; readonly bytes: Uint8Array<ArrayBuffer> }

const SCOPE = { name: 'test', version: '1' }
const RESOURCE = { 'service.name': 'traveller' }
const INTERNAL = 1
const nanoseconds = (ms: number) => BigInt(ms) * 1_000_000n

export function otlpJson(spans: readonly SentSpan[]): OtlpBody {
  const attributes = (given: SentSpan['attributes']) =>
    Object.entries(given).map(([key, value]) => ({
      key,
      value: typeof value === 'string' ? { stringValue: value } : { intValue: String(value) },
    }))
  const body = {
    resourceSpans: [
      {
        resource: { attributes: attributes(RESOURCE) },
        scopeSpans: [
          {
            scope: SCOPE,
            spans: spans.map((span) => ({
              traceId: span.traceId,
              spanId: span.spanId,
              parentSpanId: span.parentSpanId ?? '',
              name: span.name,
              kind: INTERNAL,
              startTimeUnixNano: String(nanoseconds(span.startMs)),
              endTimeUnixNano: String(nanoseconds(span.endMs)),
              attributes: attributes(span.attributes),
            })),
          },
        ],
      },
    ],
  }
  return { type: 'application/json', bytes: new TextEncoder().encode(JSON.stringify(body)) }
}

/** The same in protobuf; the numbers are those of the fields in `opentelemetry/proto/trace/v1/trace.proto`. */
export function otlpProtobuf(spans: readonly SentSpan[]): OtlpBody {
  const writer = new BinaryWriter()
  message(writer, 1, () => {
    message(writer, 1, () => writeAttributes(writer, 1, RESOURCE))
    message(writer, 2, () => {
      message(writer, 1, () => {
        writer.tag(1, WireType.LengthDelimited).string(SCOPE.name)
        writer.tag(2, WireType.LengthDelimited).string(SCOPE.version)
      })
      for (const span of spans) message(writer, 2, () => writeSpan(writer, span))
    })
  })
  return { type: 'application/x-protobuf', bytes: new Uint8Array(writer.finish()) }
}

function writeSpan(writer: BinaryWriter, span: SentSpan): void {
  writer.tag(1, WireType.LengthDelimited).bytes(bytesOf(span.traceId))
  writer.tag(2, WireType.LengthDelimited).bytes(bytesOf(span.spanId))
  if (span.parentSpanId !== undefined) writer.tag(4, WireType.LengthDelimited).bytes(bytesOf(span.parentSpanId))
  writer.tag(5, WireType.LengthDelimited).string(span.name)
  writer.tag(6, WireType.Varint).int32(INTERNAL)
  writer.tag(7, WireType.Bit64).fixed64(nanoseconds(span.startMs))
  writer.tag(8, WireType.Bit64).fixed64(nanoseconds(span.endMs))
  writeAttributes(writer, 9, span.attributes)
}

function writeAttributes(writer: BinaryWriter, field: number, attributes: SentSpan['attributes']): void {
  for (const [key, value] of Object.entries(attributes))
    message(writer, field, () => {
      writer.tag(1, WireType.LengthDelimited).string(key)
      message(writer, 2, () => {
        if (typeof value === 'string') writer.tag(1, WireType.LengthDelimited).string(value)
        else writer.tag(3, WireType.Varint).int64(value)
      })
    })
}

function message(writer: BinaryWriter, field: number, write: () => void): void {
  writer.tag(field, WireType.LengthDelimited).fork()
  write()
  writer.join()
}

const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
