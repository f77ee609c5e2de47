import { describe, expect, it, test } from 'vitest'
import { importSpans } from '#server/telemetry/importSpans.ts'
import { decodeOtlpJson } from '#server/telemetry/otlp/decodeOtlpJson.ts'
import type { DecodedSpans } from '#server/telemetry/otlp/DecodedSpans.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import { readTraceFile, TraceFileError } from '#server/telemetry/traceFile.ts'
import { traceReportText } from '#server/telemetry/traceReportText.ts'
import { inflated, readCaptures } from '#tests/support/captures.ts'
import { jsonBody, jsonSpan } from '#tests/support/otlp/otlpBodies.ts'

async function* piecesOf(text: string, length: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += length) yield text.slice(at, at + length)
}

async function partsOf(text: string, pieceLength = 7): Promise<readonly DecodedSpans[]> {
  const parts: DecodedSpans[] = []
  for await (const part of readTraceFile(piecesOf(text, pieceLength))) parts.push(part)
  return parts
}
const spansIn = async (text: string) => (await partsOf(text)).flatMap(({ spans }) => spans)
const idOf = (number: number) => number.toString(16).padStart(16, '0')
const body = (...numbers: readonly number[]) => jsonBody(...numbers.map((number) => jsonSpan({ spanId: idOf(number) })))
const idsIn = async (text: string) => (await spansIn(text)).map(({ span_id }) => Number.parseInt(span_id, 16))

describe('a file of OTLP', () => {
  it('may be one object, on one line or on many', async () => {
    for (const text of [
      JSON.stringify(body(1, 2)),
      JSON.stringify(body(1, 2), undefined, 2),
      `\ufeff\n\n${JSON.stringify(body(1, 2), undefined, 1)}\n`,
    ])
      // oxlint-disable-next-line no-await-in-loop -- one file after the other
      expect(await idsIn(text)).toEqual([1, 2])
  })

  it('may be a list of objects', async () => {
    expect(await idsIn(JSON.stringify([body(1), body(2), body(3)], undefined, 2))).toEqual([1, 2, 3])
  })

  it('may have an object a line, and is given line by line', async () => {
    const text = [body(1), body(2, 3), body(4)].map((one) => JSON.stringify(one)).join('\r\n')
    expect((await partsOf(`${text}\n\n`)).map(({ spans }) => spans.length)).toEqual([1, 2, 1])
  })

  it('skips only the lines that cannot be read', async () => {
    const cut = JSON.stringify(body(3)).slice(0, -5)
    const parts = await partsOf([JSON.stringify(body(1)), '{"a":1}', JSON.stringify(body(2)), cut].join('\n'))
    expect(parts.flatMap(({ spans }) => spans).length).toBe(2)
    expect(parts.flatMap(({ rejected }) => rejected.reasons)).toEqual([
      { reason: 'the line contains no traces', count: 1 },
      { reason: 'the line is not JSON, or is truncated', count: 1 },
    ])
  })

  it('may have logs between its spans', async () => {
    const logs = { resourceLogs: [{ scopeLogs: [{ logRecords: [{}, {}] }] }] }
    const parts = await partsOf([JSON.stringify(logs), JSON.stringify(body(1))].join('\n'))
    expect(parts.map(({ spans, rejected }) => [spans.length, rejected.count])).toEqual([
      [0, 2],
      [1, 0],
    ])
  })

  it('is read in pieces of any size', async () => {
    const text = [body(1), body(2)].map((one) => JSON.stringify(one)).join('\n')
    for (const length of [1, 3, 100, text.length])
      // oxlint-disable-next-line no-await-in-loop -- one size after the other
      expect((await partsOf(text, length)).map(({ spans }) => spans.length)).toEqual([1, 1])
  })

  const jsonBodies = readCaptures().map(({ name, bodies }) => ({
    name,
    texts: bodies.filter(({ encoding }) => encoding === 'json').map((one) => new TextDecoder().decode(inflated(one))),
  }))
  test.each(jsonBodies.filter(({ texts }) => texts.length > 0))(
    'of the bodies of $name has their spans',
    async ({ texts }) => {
      const posted = texts.flatMap((text) => decodeOtlpJson(text).spans)
      expect(await spansIn(texts.join('\n'))).toEqual(posted)
      expect(await spansIn(`[${texts.join(',\n')}]`)).toEqual(posted)
    },
  )
})

const tag = (key: string, type: string, value: unknown) => ({ key, type, value })
const jaegerTrace = {
  traceID: 'af7651916cd43dd8448eb211c80319c',
  processes: { p1: { serviceName: 'agents', tags: [tag('host.name', 'string', 'box')] } },
  spans: [
    {
      traceID: 'af7651916cd43dd8448eb211c80319c',
      spanID: '7ad6b7169203331',
      operationName: 'root',
      references: [],
      startTime: 1769000000000001,
      duration: 2000,
      tags: [
        tag('span.kind', 'string', 'server'),
        tag('otel.status_code', 'string', 'OK'),
        tag('otel.scope.name', 'string', 'lib'),
        tag('otel.scope.version', 'string', '1.2'),
        tag('gen_ai.operation.name', 'string', 'invoke_agent'),
        tag('count', 'int64', 3),
        tag('large', 'int64', '9007199254740993'),
        tag('share', 'float64', 0.5),
        tag('ok', 'bool', true),
        tag('bytes', 'binary', 'AQID'),
      ],
      logs: [{ timestamp: 1769000000000500, fields: [tag('event', 'string', 'told'), tag('word', 'string', 'hello')] }],
      processID: 'p1',
      warnings: null,
    },
    {
      traceID: 'af7651916cd43dd8448eb211c80319c',
      spanID: 'b',
      operationName: 'child',
      references: [
        { refType: 'FOLLOWS_FROM', traceID: 'af7651916cd43dd8448eb211c80319c', spanID: 'c' },
        { refType: 'CHILD_OF', traceID: 'af7651916cd43dd8448eb211c80319c', spanID: '7ad6b7169203331' },
      ],
      startTime: 1769000000000100,
      duration: 0,
      tags: [tag('error', 'bool', true), tag('otel.status_description', 'string', 'went wrong')],
      logs: [],
      processID: 'p1',
    },
  ],
}

describe('what Jaeger exports', () => {
  const trace_id = '0af7651916cd43dd8448eb211c80319c'

  it('has the spans that OpenTelemetry gave to Jaeger', async () => {
    expect(await spansIn(JSON.stringify({ data: [jaegerTrace], total: 0, errors: null }, undefined, 2))).toEqual([
      {
        trace_id,
        span_id: '07ad6b7169203331',
        parent_span_id: null,
        name: 'root',
        kind: 2,
        start_ns: '1769000000000001000',
        end_ns: '1769000000002001000',
        status: { code: 1, message: '' },
        attributes: {
          'gen_ai.operation.name': 'invoke_agent',
          count: 3,
          large: '9007199254740993',
          share: 0.5,
          ok: true,
          bytes: 'AQID',
        },
        events: [{ name: 'told', time_ns: '1769000000000500000', attributes: { word: 'hello' } }],
        links: [],
        resource: { 'service.name': 'agents', 'host.name': 'box' },
        scope: { name: 'lib', version: '1.2' },
      },
      {
        trace_id,
        span_id: '000000000000000b',
        parent_span_id: '07ad6b7169203331',
        name: 'child',
        kind: 0,
        start_ns: '1769000000000100000',
        end_ns: '1769000000000100000',
        status: { code: 2, message: 'went wrong' },
        attributes: {},
        events: [],
        links: [{ trace_id, span_id: '000000000000000c', attributes: {} }],
        resource: { 'service.name': 'agents', 'host.name': 'box' },
        scope: { name: '', version: '' },
      },
    ])
  })

  it('may be one trace alone, or one with a process in each span', async () => {
    expect(await spansIn(JSON.stringify(jaegerTrace))).toHaveLength(2)
    const [root] = jaegerTrace.spans
    const spans = [{ ...root, processID: undefined, process: { serviceName: 'own' } }]
    expect(await spansIn(JSON.stringify({ data: [{ spans }] }))).toMatchObject([
      { resource: { 'service.name': 'own' } },
    ])
  })

  it('is rejected span by span, as OTLP is', async () => {
    const broken = { ...jaegerTrace, spans: [...jaegerTrace.spans, { spanID: 'd', startTime: 5 }, 7] }
    const [part] = await partsOf(JSON.stringify({ data: [broken] }))
    expect([part?.spans.length, part?.rejected.count]).toEqual([2, 2])
  })
})

test.each([
  ['', 'is not JSON'],
  ['{"resourceSpans": [', 'is not JSON'],
  ['{"resourceSpans": 7}', 'contains no traces'],
  ['{"data": []}', 'contains no traces'],
  ['{"data": [{"id": 1}]}', 'contains no traces'],
  ['[1, 2]', 'contains no traces'],
  ['7', 'contains no traces'],
])('%s is not a trace file', async (text, message) => {
  const refused = partsOf(text)
  await expect(refused).rejects.toBeInstanceOf(TraceFileError)
  await expect(refused).rejects.toThrow(message)
})

describe('an import of traces', () => {
  it('stores all spans in batches of a thousand and reports what it found', async () => {
    const lines = [body(...Array.from({ length: 2500 }, (_, index) => index + 1)), jsonBody(jsonSpan({ name: '' }))]
    const stored: (readonly RawSpan[])[] = []
    const parts = readTraceFile(piecesOf(lines.map((line) => JSON.stringify(line)).join('\n'), 65_536))
    const report = await importSpans(parts, async (spans) => {
      stored.push(spans)
      return []
    })
    expect(stored.map((spans) => spans.length)).toEqual([1000, 1000, 500])
    expect(report).toEqual({
      traces: 1,
      spans: 2500,
      rejected: { count: 1, reasons: [{ reason: 'the span has no name', count: 1 }] },
    })
    expect(traceReportText(report, { isDry: true })).toBe(
      [
        'Dry run, nothing was written. An import would store:',
        '',
        '  traces           1',
        '  spans        2,500',
        '',
        'Rejected: 1',
        '  1: the span has no name',
        '',
      ].join('\n'),
    )
  })
})
