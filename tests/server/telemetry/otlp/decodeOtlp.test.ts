import { describe, expect, it, test } from 'vitest'
import { decodeOtlpJson } from '#server/telemetry/otlp/decodeOtlpJson.ts'
import { decodeOtlpProtobuf } from '#server/telemetry/otlp/decodeOtlpProtobuf.ts'
import { OtlpDecodeError } from '#server/telemetry/otlp/DecodedSpans.ts'
import { VALUE_MAX_BYTES } from '#server/telemetry/otlp/readAttributes.ts'
import {
  all,
  bytesOf,
  jsonBody,
  jsonSpan,
  logsBody,
  messageField,
  nestedJson,
  nestedLists,
  protobufBody,
  spanFields,
  textField,
  timeField,
} from '#tests/support/otlp/otlpBodies.ts'

const decoded = (body: unknown) => decodeOtlpJson(JSON.stringify(body))
const onlySpan = (over: Readonly<Record<string, unknown>>) => decoded(jsonBody(jsonSpan(over))).spans[0]
const attributesOf = (attributes: readonly unknown[]) => onlySpan({ attributes })?.attributes
const valueOf = (value: unknown) => attributesOf([{ key: 'k', value }])?.['k']
const reasonsOf = (over: Readonly<Record<string, unknown>>) =>
  decoded(jsonBody(jsonSpan(over))).rejected.reasons.map(({ reason }) => reason)

describe('a span in JSON', () => {
  it('has its ids in lowercase and its times to the nanosecond', () => {
    expect(onlySpan({})).toEqual({
      trace_id: '0af7651916cd43dd8448eb211c80319c',
      span_id: 'b7ad6b7169203331',
      parent_span_id: null,
      name: 'work',
      kind: 1,
      start_ns: '1769000000000000001',
      end_ns: '1769000001000000002',
      status: { code: 0, message: '' },
      attributes: {},
      events: [],
      links: [],
      resource: {},
      scope: { name: '', version: '' },
    })
  })

  it('may have times as numbers, of which no digit is lost', () => {
    const text = JSON.stringify(jsonBody(jsonSpan({ startTimeUnixNano: 'START' })))
    const { spans } = decodeOtlpJson(text.replace('"START"', '1769000000123456789'))
    expect(spans[0]?.start_ns).toBe('1769000000123456789')
  })

  it('ends its texts where they end, however many backslashes and quotation marks are in them', () => {
    for (const text of ['\\', '\\\\', '"', '\\"', '"\\', '\\\\"', '[{"a\\', '"12345678901234567890"']) {
      const attributes = [
        { key: text, value: { stringValue: text } },
        { key: 'after', value: { intValue: 'DIGITS' } },
      ]
      const body = JSON.stringify(jsonBody(jsonSpan({ attributes }))).replace('"DIGITS"', '9007199254740993')
      expect(decodeOtlpJson(body).spans[0]?.attributes).toEqual({ [text]: text, after: '9007199254740993' })
    }
  })

  it('keeps digits that stand in a text or behind a point', () => {
    const attributes = '[{"key":"k: 12345678901234567890","value":{"doubleValue":0.1234567890123456}}]'
    const text = JSON.stringify(jsonBody(jsonSpan({ attributes: 'HERE' }))).replace('"HERE"', attributes)
    expect(decodeOtlpJson(text).spans[0]?.attributes).toEqual({ 'k: 12345678901234567890': 0.1234567890123456 })
  })

  it.each([
    [{ kind: 3, status: { code: 2 } }, 3, 2],
    [{ kind: 'SPAN_KIND_CLIENT', status: { code: 'STATUS_CODE_ERROR' } }, 3, 2],
    [{ kind: 99, status: { code: 'SOMETHING_NEW' } }, 0, 0],
    [{ kind: null, status: null }, 0, 0],
  ])('has %j as its kind and status', (over, kind, code) => {
    expect(onlySpan(over)).toMatchObject({ kind, status: { code } })
  })

  it('is read from fields that are spelled as in the .proto files, and from unknown fields nothing', () => {
    const { traceId, spanId, name, startTimeUnixNano, endTimeUnixNano } = jsonSpan()
    const span = {
      trace_id: traceId,
      span_id: spanId,
      parent_span_id: '00f067aa0ba902b7',
      name,
      start_time_unix_nano: startTimeUnixNano,
      end_time_unix_nano: endTimeUnixNano,
      of_tomorrow: [1],
      events: [{ time_unix_nano: 5, name: 'e', attributes: [{ key: 'a', value: { int_value: '7' } }] }],
    }
    const { spans, rejected } = decoded({ resource_spans: [{ scope_spans: [{ spans: [span] }], of_tomorrow: {} }] })
    expect(rejected.count).toBe(0)
    expect(spans).toMatchObject([
      { parent_span_id: '00f067aa0ba902b7', events: [{ name: 'e', time_ns: '5', attributes: { a: 7 } }] },
    ])
  })

  it('knows its resource and its scope, also as they were called before', () => {
    const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'agents' } }] }
    const ofScope = { name: 'lib', version: '1.2' }
    const now = { resource, scopeSpans: [{ scope: ofScope, spans: [jsonSpan()] }] }
    const then = {
      resource,
      instrumentationLibrarySpans: [{ instrumentationLibrary: ofScope, spans: [jsonSpan()] }],
    }
    for (const { spans } of [decoded({ resourceSpans: [now] }), decoded({ resourceSpans: [then] })])
      expect(spans).toMatchObject([{ resource: { 'service.name': 'agents' }, scope: ofScope }])
  })

  it('is running while it has no end', () => {
    for (const endTimeUnixNano of [0, '0', undefined, null]) expect(onlySpan({ endTimeUnixNano })?.end_ns).toBeNull()
  })

  it('may end before it started, as clocks have it', () => {
    expect(onlySpan({ endTimeUnixNano: '5' })?.end_ns).toBe('5')
  })

  it('has no parent where the id of the parent is empty or zero', () => {
    for (const parentSpanId of ['', '0000000000000000', null])
      expect(onlySpan({ parentSpanId })?.parent_span_id).toBeNull()
  })

  it('keeps the links that name a span', () => {
    const link = { traceId: jsonSpan().traceId, spanId: jsonSpan().spanId, attributes: [] }
    expect(onlySpan({ links: [link, { traceId: 'x' }, 7] })?.links).toEqual([
      { trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331', attributes: {} },
    ])
  })
})

describe('a span is rejected', () => {
  it.each([
    ['without a trace id', { traceId: undefined }, /^the trace id/],
    ['with a trace id of 15 bytes', { traceId: 'a'.repeat(30) }, /^the trace id/],
    ['with a trace id of zeros', { traceId: '0'.repeat(32) }, /^the trace id/],
    ['with an id in base64', { spanId: 't61rcWkgMzE=' }, /^the span id/],
    ['with a span id of 16 bytes', { spanId: 'a'.repeat(32) }, /^the span id/],
    ['with an invalid parent id', { parentSpanId: 'root' }, /^the parent span id/],
    ['without a name', { name: '' }, /no name/],
    ['without a start', { startTimeUnixNano: 0 }, /^the start time/],
    ['with a start that is not a number', { startTimeUnixNano: 'yesterday' }, /^the start time/],
    ['with an end that no database holds', { endTimeUnixNano: '18446744073709551615' }, /^the end time/],
    ['with attributes as an object', { attributes: { a: 1 } }, /not a list/],
  ])('%s', (_, over, reason) => {
    expect(reasonsOf(over)).toEqual([expect.stringMatching(reason)])
  })

  it('alone: the others of its body are read, and the rejected are counted by their reasons', () => {
    const { spans, rejected } = decoded(jsonBody(jsonSpan(), jsonSpan({ name: '' }), jsonSpan({ name: '' }), 7))
    expect(spans).toHaveLength(1)
    expect(rejected.count).toBe(3)
    expect(rejected.reasons.map(({ count }) => count)).toEqual([2, 1])
  })

  it('in protobuf where its bytes are no span, and the others of its body are read', () => {
    const { spans, rejected } = decodeOtlpProtobuf(protobufBody(timeField(1, 5n), spanFields()))
    expect([spans.length, rejected.count]).toEqual([1, 1])
  })

  it('where log records were sent, with a word about it', () => {
    const inProtobuf = decodeOtlpProtobuf(logsBody(3))
    expect([inProtobuf.spans.length, inProtobuf.rejected.count]).toEqual([0, 3])
    expect(inProtobuf.rejected.reasons[0]?.reason).toContain('not logs or metrics')
    const inJson = decoded({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: {} }, {}] }] }] })
    expect(inJson.rejected).toMatchObject({ count: 2, reasons: [{ reason: expect.stringContaining('log records') }] })
  })
})

describe('a value', () => {
  it.each([
    ['a text', { stringValue: 'x' }, 'x'],
    ['an empty text', { stringValue: '' }, ''],
    ['a truth', { boolValue: false }, false],
    ['an integer', { intValue: 12 }, 12],
    ['an integer as a text', { intValue: '-12' }, -12],
    ['an integer beyond 2^53', { intValue: '9007199254740993' }, '9007199254740993'],
    ['a number', { doubleValue: 1.5 }, 1.5],
    ['a number that is none', { doubleValue: 'NaN' }, 'NaN'],
    ['infinity', { doubleValue: '-Infinity' }, '-Infinity'],
    ['bytes', { bytesValue: 'AQID' }, 'AQID'],
    ['nothing', {}, null],
    ['a list', { arrayValue: { values: [{ intValue: 1 }, {}] } }, [1, null]],
    ['an empty list', { arrayValue: {} }, []],
    ['a map', { kvlistValue: { values: [{ key: 'a', value: { stringValue: 'b' } }] } }, { a: 'b' }],
  ])('that is %s', (_, value, expected) => {
    expect(valueOf(value)).toEqual(expected)
  })

  it('called __proto__ is data, and pollutes nothing', () => {
    const value = { kvlistValue: { values: [{ key: '__proto__', value: { stringValue: 'inner' } }] } }
    const attributes = attributesOf([{ key: '__proto__', value }])
    expect(JSON.stringify(attributes)).toBe('{"__proto__":{"__proto__":"inner"}}')
    expect(Object.getPrototypeOf(attributes)).toBe(Object.prototype)
  })

  it('has no NUL and no half of a surrogate pair, which no database takes', () => {
    const value = { kvlistValue: { values: [{ key: 'a\u0000', value: { stringValue: '\ud800' } }] } }
    expect(valueOf(value)).toEqual({ 'a\u2400': '\ufffd' })
    expect(onlySpan({ name: 'n\u0000', status: { message: '\udc00' } })).toMatchObject({
      name: 'n\u2400',
      status: { message: '\ufffd' },
    })
  })

  it('of 256 KiB is kept whole', () => {
    const text = 'x'.repeat(VALUE_MAX_BYTES - 8)
    expect(attributesOf([{ key: 'k', value: { stringValue: text } }])).toEqual({ k: text })
  })

  it('beyond that keeps its beginning, and its name is listed', () => {
    const attributes = attributesOf([
      { key: 'large', value: { stringValue: 'é'.repeat(VALUE_MAX_BYTES) } },
      { key: 'small', value: { stringValue: 'x' } },
    ])
    expect(attributes).toMatchObject({ small: 'x', 'runlens.cut': ['large'] })
    expect(attributes?.['large']).toBe('é'.repeat((VALUE_MAX_BYTES - 8) / 2))
  })

  it('that is a list of many values is bounded as a whole', () => {
    const values = Array.from({ length: 1000 }, () => ({ stringValue: 'x'.repeat(VALUE_MAX_BYTES / 500) }))
    const kept = attributesOf([{ key: 'k', value: { arrayValue: { values } } }])
    expect(kept?.['runlens.cut']).toEqual(['k'])
    expect(JSON.stringify(kept?.['k']).length).toBeLessThan(VALUE_MAX_BYTES * 1.01)
  })

  it('is kept to 32 levels in both encodings, and the rest is marked', () => {
    const inProtobuf = (levels: number) =>
      decodeOtlpProtobuf(
        protobufBody(all(spanFields(), messageField(9, all(textField(1, 'k'), messageField(2, nestedLists(levels)))))),
      ).spans
    const inJson = (levels: number) =>
      decoded(jsonBody(jsonSpan({ attributes: [{ key: 'k', value: nestedJson(levels) }] }))).spans
    for (const spans of [inProtobuf(32), inJson(32)]) expect(spans[0]?.attributes).not.toHaveProperty(['runlens.cut'])
    for (const spans of [inProtobuf(33), inJson(33), inProtobuf(2000)])
      expect(spans[0]?.attributes).toHaveProperty(['runlens.cut'], ['k'])
    expect(inProtobuf(33)[0]?.attributes).toEqual(inJson(33)[0]?.attributes)
  })

  it('is one of a thousand at most, and the names of some others are listed', () => {
    const attributes = attributesOf(
      Array.from({ length: 5000 }, (_, index) => ({ key: `k${index}`, value: { intValue: index } })),
    )
    expect(Object.keys(attributes ?? {})).toHaveLength(1001)
    expect(attributes?.['runlens.cut']).toHaveLength(100)
  })
})

describe('a whole body', () => {
  it.each([{}, { resourceSpans: [] }, { resourceSpans: [{}] }, { resourceSpans: [{ scopeSpans: [{}] }] }])(
    'like %j is empty and right',
    (body) => expect(decoded(body)).toEqual({ spans: [], rejected: { count: 0, reasons: [] } }),
  )

  it('of no bytes is empty and right in protobuf', () => {
    expect(decodeOtlpProtobuf(new Uint8Array())).toEqual({ spans: [], rejected: { count: 0, reasons: [] } })
  })

  it('of something else is not a failure, but reports that it contained nothing', () => {
    const nothing = {
      spans: [],
      rejected: { count: 0, reasons: [{ reason: 'the body has no resourceSpans', count: 0 }] },
    }
    expect(decoded({ data: [] })).toEqual(nothing)
    expect(decodeOtlpProtobuf(bytesOf(textField(9, 'x')))).toEqual(nothing)
  })

  it.each([
    '',
    '{',
    'null',
    '[]',
    '7',
    '"x"',
    '{"resourceSpans":7}',
    '{"resourceSpans":[7]}',
    '{"resourceSpans":[{"scopeSpans":{}}]}',
  ])('like %s cannot be read', (text) => expect(() => decodeOtlpJson(text)).toThrow(OtlpDecodeError))

  it('of too many levels or values is refused before anything is built from it', () => {
    expect(() => decodeOtlpJson('['.repeat(50_000_000))).toThrow('nested deeper than 512 levels')
    expect(() => decodeOtlpJson(`[${'{},'.repeat(2_500_000)}{}]`)).toThrow('too many values')
    const manyEmpty = new Uint8Array(4_000_000).map((_, index) => (index % 2 === 0 ? 0x0a : 0))
    expect(() => decodeOtlpProtobuf(manyEmpty)).toThrow(OtlpDecodeError)
  })

  test.each([
    ['text', new TextEncoder().encode('hello, this is no protobuf at all')],
    ['JSON', new TextEncoder().encode(JSON.stringify(jsonBody(jsonSpan())))],
    ['a part of a body', protobufBody(spanFields()).subarray(0, -3)],
    ['a body and a byte more', new Uint8Array([...protobufBody(spanFields()), 0x0a])],
  ])('that is %s is no protobuf', (_, bytes) => {
    expect(() => decodeOtlpProtobuf(bytes)).toThrow(OtlpDecodeError)
  })
})
