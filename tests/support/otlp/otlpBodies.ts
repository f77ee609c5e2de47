import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'

export const TRACE = '0AF7651916CD43DD8448EB211C80319C'
export const SPAN = 'b7ad6b7169203331'

/** A span in OTLP/JSON that lacks nothing. */
export const jsonSpan = (over: Readonly<Record<string, unknown>> = {}) => ({
  traceId: TRACE,
  spanId: SPAN,
  name: 'work',
  kind: 1,
  startTimeUnixNano: '1769000000000000001',
  endTimeUnixNano: '1769000001000000002',
  ...over,
})

export const jsonBody = (...spans: readonly unknown[]) => ({ resourceSpans: [{ scopeSpans: [{ spans }] }] })

type Write = (writer: BinaryWriter) => void

const field = (number: number, write: Write): Write => {
  const inner = new BinaryWriter()
  write(inner)
  return (writer) => writer.tag(number, WireType.LengthDelimited).bytes(inner.finish())
}
export const all =
  (...writes: readonly Write[]): Write =>
  (writer) => {
    for (const write of writes) write(writer)
  }
export const bytesField =
  (number: number, bytes: readonly number[]): Write =>
  (writer) =>
    writer.tag(number, WireType.LengthDelimited).bytes(new Uint8Array(bytes))
export const textField =
  (number: number, text: string): Write =>
  (writer) =>
    writer.tag(number, WireType.LengthDelimited).string(text)
export const timeField =
  (number: number, time: bigint): Write =>
  (writer) =>
    writer.tag(number, WireType.Bit64).fixed64(time)
export const numberField =
  (number: number, value: number): Write =>
  (writer) =>
    writer.tag(number, WireType.Varint).int32(value)
export const messageField = field

export function bytesOf(write: Write): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter()
  write(writer)
  return new Uint8Array(writer.finish())
}

const idBytes = (hex: string): number[] => (hex.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16))

/** The fields of a span that lacks nothing, in protobuf. */
export const spanFields = (name = 'work'): Write =>
  all(
    bytesField(1, idBytes(TRACE)),
    bytesField(2, idBytes(SPAN)),
    textField(5, name),
    timeField(7, 1769000000000000001n),
    timeField(8, 1769000001000000002n),
  )

/** A request with these spans, each given by what is in it. */
export const protobufBody = (...spans: readonly Write[]): Uint8Array<ArrayBuffer> =>
  bytesOf(field(1, field(2, all(...spans.map((span) => field(2, span))))))

/** An `AnyValue` of so many lists, one inside the other. */
export const nestedLists = (levels: number): Write =>
  levels === 0 ? textField(1, 'x') : field(5, field(1, nestedLists(levels - 1)))
export const nestedJson = (levels: number): unknown =>
  levels === 0 ? { stringValue: 'x' } : { arrayValue: { values: [nestedJson(levels - 1)] } }

/** A request of log records, as `/v1/logs` takes it: it has the outer form of one with spans. */
export const logsBody = (count: number): Uint8Array<ArrayBuffer> =>
  bytesOf(
    field(
      1,
      field(
        2,
        all(
          ...Array.from({ length: count }, () =>
            field(
              2,
              all(
                timeField(1, 1769000000000000001n),
                numberField(2, 9),
                textField(3, 'INFO'),
                field(5, textField(1, 'a line')),
                bytesField(9, idBytes(TRACE)),
                bytesField(10, idBytes(SPAN)),
              ),
            ),
          ),
        ),
      ),
    ),
  )
