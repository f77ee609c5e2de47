import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, test } from 'vitest'
import { StoreUnavailableError } from '#server/store/ports/errors.ts'
import { appOver } from '#tests/support/twinApp.ts'
import { inflated, readCaptures } from '#tests/support/captures.ts'
import { jsonBody, jsonSpan, logsBody, protobufBody, spanFields } from '#tests/support/otlp/otlpBodies.ts'
import { RecordingSpans, storeWith } from '#tests/support/otlp/recordingSpans.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const PROTOBUF_TYPE = { 'content-type': 'application/x-protobuf' }
const GZIP = { 'content-encoding': 'gzip' }
const ONE_SPAN = JSON.stringify(jsonBody(jsonSpan()))

function receiver() {
  const recording = new RecordingSpans()
  const { app, lines } = appOver(storeWith(recording))
  const post = async (
    body: string | Uint8Array<ArrayBuffer>,
    headers: Readonly<Record<string, string>> = JSON_TYPE,
    path = '/v1/traces',
  ): Promise<Response> => app.request(path, { method: 'POST', body, headers })
  return { app, lines, post, accepted: recording.accepted, before: recording.before }
}

/** The fields of a message in protobuf by their numbers: texts, integers, and messages inside as bytes. */
function fieldsOf(bytes: Uint8Array): ReadonlyMap<number, string | number | Uint8Array> {
  const reader = new BinaryReader(bytes)
  const fields = new Map<number, string | number | Uint8Array>()
  while (reader.pos < reader.len) {
    const [number, wire] = reader.tag()
    fields.set(number, wire === WireType.Varint ? Number(reader.int64()) : reader.bytes())
  }
  return fields
}
const textOf = (value: string | number | Uint8Array | undefined) =>
  value instanceof Uint8Array ? new TextDecoder().decode(value) : value
const bytesIn = async (response: Response) => new Uint8Array(await response.arrayBuffer())

describe('what is taken', () => {
  it.each(['/v1/traces', '/api/public/otel/v1/traces', '/otel/v1/traces'])('spans posted to %s', async (path) => {
    const { post, accepted } = receiver()
    const response = await post(ONE_SPAN, JSON_TYPE, path)
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      'application/json',
      '{}',
    ])
    expect(accepted).toMatchObject([{ name: 'work' }])
  })

  it('spans in protobuf, which get an answer of no bytes', async () => {
    const { post, accepted } = receiver()
    const response = await post(protobufBody(spanFields()), PROTOBUF_TYPE)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/x-protobuf'])
    expect(await bytesIn(response)).toHaveLength(0)
    expect(accepted).toMatchObject([{ name: 'work' }])
  })

  it('media types with parameters and in capitals, and codings that are none', async () => {
    const { post, accepted } = receiver()
    for (const headers of [
      { 'content-type': 'Application/JSON; charset=utf-8' },
      { ...JSON_TYPE, 'content-encoding': '' },
      { ...JSON_TYPE, 'content-encoding': 'identity' },
    ])
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect((await post(ONE_SPAN, headers)).status).toBe(200)
    expect(accepted).toHaveLength(3)
  })

  it('compressed bodies, also of several parts', async () => {
    const { post, accepted } = receiver()
    const half = ONE_SPAN.length / 2
    const parts = [gzipSync(ONE_SPAN.slice(0, half)), gzipSync(ONE_SPAN.slice(half))]
    expect((await post(new Uint8Array(gzipSync(ONE_SPAN)), { ...JSON_TYPE, ...GZIP })).status).toBe(200)
    expect(
      (await post(new Uint8Array(Buffer.concat(parts)), { ...JSON_TYPE, 'content-encoding': 'GZIP' })).status,
    ).toBe(200)
    expect(accepted).toHaveLength(2)
  })

  it('logs and metrics, which are forgotten', async () => {
    const { post, accepted } = receiver()
    for (const path of ['/v1/logs', '/v1/metrics', '/api/public/otel/v1/logs', '/otel/v1/metrics']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const [json, protobuf] = [await post('{}', JSON_TYPE, path), await post(logsBody(1), PROTOBUF_TYPE, path)]
      // oxlint-disable-next-line no-await-in-loop -- as above
      expect([json.status, await json.text(), protobuf.status, await protobuf.text()]).toEqual([200, '{}', 200, ''])
    }
    expect(accepted).toEqual([])
  })

  it('an empty request, for which nothing is stored', async () => {
    const { post, before } = receiver()
    before.push(() => Promise.reject(new Error('not asked for')))
    expect(await (await post('{}')).text()).toBe('{}')
    expect((await post(new Uint8Array(), PROTOBUF_TYPE)).status).toBe(200)
  })

  it('nothing before it is stored: the answer waits', async () => {
    const { post, before } = receiver()
    let store: () => void = () => undefined
    before.push(() => new Promise((resolve) => (store = resolve)))
    let isAnswered = false
    const answered = post(ONE_SPAN).finally(() => (isAnswered = true))
    await expect.poll(() => before.length).toBe(0)
    expect(isAnswered).toBe(false)
    store()
    expect((await answered).status).toBe(200)
  })

  test.each(readCaptures().filter(({ bodies }) => bodies.some((body) => body.encoding !== 'other')))(
    'every body of $name, as it was posted',
    async ({ bodies }) => {
      const { post, accepted } = receiver()
      for (const { path, bytes, headers, ...body } of bodies) {
        const known = Object.entries(headers).filter(([name]) => /^content-(type|encoding)$/i.test(name))
        // oxlint-disable-next-line no-await-in-loop -- in the order in which they came
        const response = await post(bytes, Object.fromEntries(known), path)
        // oxlint-disable-next-line no-await-in-loop -- as above
        expect([body.file, response.status, await response.text()]).toEqual([
          body.file,
          200,
          body.encoding === 'json' ? '{}' : '',
        ])
        expect(inflated({ path, bytes, headers, ...body }).length).toBeGreaterThan(0)
      }
      expect(accepted.length).toBeGreaterThan(0)
    },
  )
})

describe('spans that are rejected', () => {
  const body = jsonBody(jsonSpan(), jsonSpan({ name: '' }), jsonSpan({ traceId: 'x' }))

  it('are counted and explained in JSON, and the others are stored', async () => {
    const { post, accepted } = receiver()
    const response = await post(JSON.stringify(body))
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({
      partialSuccess: { rejectedSpans: '2', errorMessage: expect.stringMatching(/^Runlens rejected 2 spans\. 1: /) },
    })
    expect(accepted).toHaveLength(1)
  })

  it('are counted and explained in protobuf', async () => {
    const { post } = receiver()
    const response = fieldsOf(await bytesIn(await post(protobufBody(spanFields(), spanFields('')), PROTOBUF_TYPE)))
    const partial = fieldsOf(response.get(1) as Uint8Array)
    expect(partial.get(1)).toBe(1)
    expect(textOf(partial.get(2))).toBe('Runlens rejected 1 span. 1: the span has no name.')
  })

  it('are reported as log records if they are log records', async () => {
    const { post } = receiver()
    const response = fieldsOf(await bytesIn(await post(logsBody(4), PROTOBUF_TYPE)))
    const partial = fieldsOf(response.get(1) as Uint8Array)
    expect([partial.get(1), textOf(partial.get(2))]).toEqual([4, expect.stringContaining('not logs or metrics')])
  })

  it('are zero if the body is of another kind, which is reported', async () => {
    const { post } = receiver()
    expect(await (await post('{"batch":[]}')).json()).toEqual({
      partialSuccess: { rejectedSpans: '0', errorMessage: 'Runlens stored nothing: the body has no resourceSpans.' },
    })
  })
})

describe('what is refused as a whole', () => {
  const good = gzipSync(ONE_SPAN)
  const damaged = Buffer.from(good)
  damaged[damaged.length - 6] = (damaged.at(-6) ?? 0) ^ 0xff

  it.each([
    ['no JSON', 400, 3, 'hello', JSON_TYPE],
    ['no body in JSON', 400, 3, '', JSON_TYPE],
    ['gzip that is cut off', 400, 3, new Uint8Array(good.subarray(0, -1)), { ...JSON_TYPE, ...GZIP }],
    ['gzip that is damaged', 400, 3, new Uint8Array(damaged), { ...JSON_TYPE, ...GZIP }],
    [
      'gzip and something else',
      400,
      3,
      new Uint8Array(Buffer.concat([good, Buffer.from('x')])),
      { ...JSON_TYPE, ...GZIP },
    ],
    ['no gzip', 400, 3, ONE_SPAN, { ...JSON_TYPE, ...GZIP }],
    ['gzip of nothing', 400, 3, '', { ...JSON_TYPE, ...GZIP }],
    ['another coding', 415, 3, ONE_SPAN, { ...JSON_TYPE, 'content-encoding': 'br' }],
    ['gzip twice', 415, 3, ONE_SPAN, { ...JSON_TYPE, 'content-encoding': 'gzip, gzip' }],
    ['another media type', 415, 3, ONE_SPAN, { 'content-type': 'text/plain' }],
    ['gRPC', 415, 3, ONE_SPAN, { 'content-type': 'application/grpc' }],
    ['too many bytes', 413, 8, 'x'.repeat(16 * 1024 * 1024 + 1), JSON_TYPE],
  ])('%s', async (_, status, code, body, headers) => {
    const { post, accepted, lines } = receiver()
    const response = await post(body, headers)
    expect([response.status, response.headers.get('content-type')]).toEqual([status, 'application/json'])
    expect(await response.json()).toEqual({ code, message: expect.stringMatching(/^[A-Z].+\.$/) })
    expect(lines).toMatchObject([{ status, route: '/v1/traces', error: { code: `otlp_${status}` } }])
    expect(accepted).toEqual([])
  })

  it('says to whom sends gRPC what to set', async () => {
    const { post } = receiver()
    const response = await post(ONE_SPAN, { 'content-type': 'application/grpc' })
    expect(await response.text()).toContain('OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf')
  })

  it('is answered in protobuf when the request was protobuf', async () => {
    const { post } = receiver()
    const response = await post('hello', PROTOBUF_TYPE)
    expect([response.status, response.headers.get('content-type')]).toEqual([400, 'application/x-protobuf'])
    const status = fieldsOf(await bytesIn(response))
    expect([status.get(1), textOf(status.get(2))]).toEqual([3, 'The body is not a protobuf ExportTraceServiceRequest.'])
  })

  it.each(['GET', 'PUT', 'DELETE', 'OPTIONS'])('%s, and POST is named', async (method) => {
    const { app } = receiver()
    const response = await app.request('/v1/traces', { method })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
    expect(await response.json()).toEqual({ code: 12, message: 'Send telemetry with POST.' })
  })

  it('a request of a foreign page', async () => {
    const { post, accepted } = receiver()
    const response = await post(ONE_SPAN, { ...JSON_TYPE, 'sec-fetch-site': 'cross-site' })
    expect([response.status, accepted]).toEqual([403, []])
  })
})

describe('a failure of the server', () => {
  it('is 503 with Retry-After when the database is unreachable', async () => {
    const { post, before, lines, accepted } = receiver()
    before.push(() => Promise.reject(new StoreUnavailableError('postgres://secret')))
    const response = await post(ONE_SPAN)
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await response.text()).not.toContain('secret')
    expect(lines).toMatchObject([{ status: 503, level: 'error', error: { name: 'StoreUnavailableError' } }])
    expect((await post(ONE_SPAN)).status).toBe(200)
    expect(accepted).toHaveLength(1)
  })

  it('reports how many spans were stored when it fails midway', async () => {
    const { post, before, accepted } = receiver()
    // Spans are stored in portions of 1,000.
    const body = jsonBody(
      ...Array.from({ length: 1500 }, (_, at) => jsonSpan({ spanId: (at + 1).toString(16).padStart(16, '0') })),
    )
    before.push(
      () => Promise.resolve(),
      () => Promise.reject(new StoreUnavailableError('away')),
    )
    const response = await post(JSON.stringify(body))
    expect([response.status, accepted.length]).toEqual([503, 1000])
    expect(await response.text()).toContain(
      '1000 spans were stored before that. Sending the body again stores nothing twice.',
    )
    before.push(() => Promise.reject(new StoreUnavailableError('away')))
    expect(await (await post(ONE_SPAN)).text()).toContain('Nothing was stored.')
  })

  it('is always 503, and is logged', async () => {
    const { post, before, lines } = receiver()
    before.push(() => Promise.reject(new TypeError('a mistake')))
    const response = await post(protobufBody(spanFields()), PROTOBUF_TYPE)
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
    expect(fieldsOf(await bytesIn(response)).get(1)).toBe(14)
    expect(lines).toMatchObject([{ status: 503, error: { name: 'TypeError' } }])
  })
})
