import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { decodeOtlpJson } from '#server/telemetry/otlp/decodeOtlpJson.ts'
import { decodeOtlpProtobuf } from '#server/telemetry/otlp/decodeOtlpProtobuf.ts'
import { type DecodedSpans, OtlpDecodeError } from '#server/telemetry/otlp/DecodedSpans.ts'
import { RawSpan } from '#server/store/spans/RawSpan.ts'
import { inflated, readCaptures } from '#tests/support/captures.ts'

/* Whatever is sent: spans that a store takes, or the one failure that is answered with 400. */

const bodies = readCaptures().flatMap((capture) => capture.bodies)
/** Small ones of each encoding, so that most mutations hit something. */
const smallest = (encoding: 'json' | 'protobuf') =>
  bodies
    .filter((body) => body.encoding === encoding)
    .map(inflated)
    .toSorted((a, b) => a.length - b.length)
    .slice(0, 8)

const Spans = z.array(RawSpan)

function expectSpansOrFailure(decode: () => DecodedSpans): void {
  try {
    const { spans, rejected } = decode()
    expect(z.safeParse(Spans, spans).success).toBe(true)
    expect(JSON.stringify(spans)).not.toMatch(/\\u0000|\\ud[89a-f]/)
    expect(rejected.reasons.reduce((sum, { count }) => sum + count, 0)).toBe(rejected.count)
  } catch (error) {
    if (!(error instanceof OtlpDecodeError)) throw error
  }
  expect(Object.keys(Object.prototype)).toEqual([])
}

const change = fc.record({ at: fc.nat(), byte: fc.nat(255), kind: fc.constantFrom('set', 'drop', 'double', 'end') })

function changed(bytes: Uint8Array, changes: readonly { at: number; byte: number; kind: string }[]): Uint8Array {
  let result = bytes
  for (const { at, byte, kind } of changes) {
    const index = result.length === 0 ? 0 : at % result.length
    const [before, after] = [result.subarray(0, index), result.subarray(index + 1)]
    if (kind === 'set') result = new Uint8Array([...before, byte, ...after])
    else if (kind === 'drop') result = new Uint8Array([...before, ...after])
    else if (kind === 'double') result = new Uint8Array([...before, byte, byte, ...after])
    else result = before
  }
  return result
}

test('a body in protobuf with some bytes changed', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...smallest('protobuf')),
      fc.array(change, { minLength: 1, maxLength: 6 }),
      (bytes, changes) => expectSpansOrFailure(() => decodeOtlpProtobuf(changed(bytes, changes))),
    ),
    { numRuns: 400 },
  )
})

test('any bytes as protobuf', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => expectSpansOrFailure(() => decodeOtlpProtobuf(bytes))),
    { numRuns: 1000 },
  )
})

test('a body in JSON with some bytes changed', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...smallest('json')),
      fc.array(change, { minLength: 1, maxLength: 6 }),
      (bytes, changes) => expectSpansOrFailure(() => decodeOtlpJson(new TextDecoder().decode(changed(bytes, changes)))),
    ),
    { numRuns: 400 },
  )
})

const NAMES = [
  'resourceSpans',
  'scopeSpans',
  'spans',
  'resource',
  'attributes',
  'key',
  'value',
  'traceId',
  'spanId',
  'name',
]
const MORE_NAMES = [
  'startTimeUnixNano',
  'kvlistValue',
  'values',
  'arrayValue',
  'stringValue',
  'intValue',
  '__proto__',
  'constructor',
]
const hostileJson = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 9 },
    fc.oneof(
      fc.constantFrom(
        null,
        true,
        0,
        -1,
        1e300,
        '1769000000000000000',
        '0af7651916cd43dd8448eb211c80319c',
        '\ud800\u0000',
      ),
      fc.string(),
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .array(fc.tuple(fc.constantFrom(...NAMES, ...MORE_NAMES), tie('value')), { maxLength: 4 })
      .map((entries) => Object.fromEntries(entries) as unknown),
  ),
})).value

test('any JSON made of the names that a body has', () => {
  fc.assert(
    fc.property(hostileJson, (value) => {
      expectSpansOrFailure(() => decodeOtlpJson(JSON.stringify(value)))
      expectSpansOrFailure(() =>
        decodeOtlpJson(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [value] }] }] })),
      )
    }),
    { numRuns: 1000 },
  )
})
