import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { decodeOtlpJson } from '#server/telemetry/otlp/decodeOtlpJson.ts'
import { decodeOtlpProtobuf } from '#server/telemetry/otlp/decodeOtlpProtobuf.ts'
import { RawSpan } from '#server/store/spans/RawSpan.ts'
import { type Capture, type CapturedBody, inflated, readCaptures } from '#tests/support/captures.ts'

const captures = readCaptures()

const decoded = (body: CapturedBody) =>
  body.encoding === 'json'
    ? decodeOtlpJson(new TextDecoder().decode(inflated(body)))
    : decodeOtlpProtobuf(inflated(body))

/** All spans that came in one encoding, in the order of their ids. */
function spansIn({ bodies }: Capture, encoding: CapturedBody['encoding']): readonly RawSpan[] {
  const spans = bodies.filter((body) => body.encoding === encoding).flatMap((body) => decoded(body).spans)
  return spans.toSorted((a, b) => (a.trace_id + a.span_id < b.trace_id + b.span_id ? -1 : 1))
}

test.each(captures.filter(({ bodies }) => bodies.some(({ encoding }) => encoding !== 'other')))(
  'every span of $name is read, and each is what a store takes',
  ({ bodies }) => {
    for (const body of bodies.filter(({ encoding }) => encoding !== 'other')) {
      const { spans, rejected } = decoded(body)
      expect(rejected).toEqual({ count: 0, reasons: [] })
      expect(spans.length).toBeGreaterThan(0)
      expect(z.parse(z.array(RawSpan), spans)).toEqual(spans)
    }
  },
)

const twins = captures.filter(({ bodies }) =>
  (['json', 'protobuf'] as const).every((encoding) => bodies.some((body) => body.encoding === encoding)),
)

test('most captures have each span in both encodings', () => expect(twins.length).toBeGreaterThan(captures.length / 2))

test.each(twins)('the spans of $name are the same in JSON and in protobuf', (capture) => {
  expect(spansIn(capture, 'json')).toEqual(spansIn(capture, 'protobuf'))
})
