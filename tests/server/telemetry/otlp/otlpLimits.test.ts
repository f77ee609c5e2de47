import { Hono } from 'hono'
import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { AppEnv } from '#server/http/context.ts'
import { listen } from '#server/listen.ts'
import { addOtlpRoutes, OTLP_LIMITS, type OtlpLimits } from '#server/routes/otlpRoutes.ts'
import { appOver } from '#tests/support/twinApp.ts'
import { jsonBody, jsonSpan } from '#tests/support/otlp/otlpBodies.ts'
import { RecordingSpans, storeWith } from '#tests/support/otlp/recordingSpans.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const PROTOBUF_TYPE = { 'content-type': 'application/x-protobuf' }
const GZIP = { 'content-encoding': 'gzip' }
const ONE_SPAN = JSON.stringify(jsonBody(jsonSpan()))

/** The same routes alone, under other limits. */
function limited(limits: Partial<OtlpLimits>) {
  const recording = new RecordingSpans()
  const app = new Hono<AppEnv>()
  addOtlpRoutes(app, recording, { ...OTLP_LIMITS, ...limits })
  const post = async (body: BodyInit, headers = JSON_TYPE as Readonly<Record<string, string>>): Promise<Response> =>
    app.request('/v1/traces', { method: 'POST', body, headers, duplex: 'half' } as RequestInit)
  return { post, accepted: recording.accepted, before: recording.before }
}

describe('a bomb', () => {
  it('of a gigabyte is 413 before it is unpacked', async () => {
    const { post } = limited({})
    const member = gzipSync(Buffer.alloc(8 * 1024 * 1024))
    const bomb = new Uint8Array(Buffer.concat(Array.from({ length: 125 }, () => member)))
    const before = process.memoryUsage().rss
    const response = await post(bomb, { ...PROTOBUF_TYPE, ...GZIP })
    expect(response.status).toBe(413)
    expect(process.memoryUsage().rss - before).toBeLessThan(250 * 1024 * 1024)
  })

  it('is a body of one byte more than the limit, and not one of as many', async () => {
    const gzipped = new Uint8Array(gzipSync(ONE_SPAN))
    const post = (inflatedBytes: number) => limited({ inflatedBytes }).post(gzipped, { ...JSON_TYPE, ...GZIP })
    expect((await post(ONE_SPAN.length)).status).toBe(200)
    expect((await post(ONE_SPAN.length - 1)).status).toBe(413)
  })
})

describe('a body whose length nobody tells', () => {
  const stream = (text: string) => new Blob([text]).stream()

  it('is accepted', async () => {
    const { post, accepted } = limited({})
    expect((await post(stream(ONE_SPAN))).status).toBe(200)
    expect(accepted).toHaveLength(1)
  })

  it('is 413 when it turns out too large', async () => {
    const post = (wireBytes: number) => limited({ wireBytes }).post(stream(ONE_SPAN))
    expect((await post(ONE_SPAN.length)).status).toBe(200)
    expect((await post(ONE_SPAN.length - 1)).status).toBe(413)
  })

  it('is 400 when the body is incomplete', async () => {
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error('gone')) })
    const response = await limited({}).post(broken)
    expect([response.status, await response.json()]).toEqual([
      400,
      { code: 3, message: 'The request body is incomplete.' },
    ])
  })
})

describe('when many send at once', () => {
  it('only some are worked on, some wait, and the rest is to be sent again', async () => {
    const { post, before, accepted } = limited({ working: 2, waiting: 3 })
    let isOpen = false
    let atWork = 0
    let most = 0
    const slowly = async () => {
      atWork += 1
      most = Math.max(most, atWork)
      await expect.poll(() => isOpen).toBe(true)
      atWork -= 1
    }
    before.push(slowly, slowly, slowly, slowly, slowly)
    const under = Array.from({ length: 5 }, () => post(ONE_SPAN))
    await expect.poll(() => atWork).toBe(2)
    const refused = await post(ONE_SPAN)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
    isOpen = true
    expect((await Promise.all(under)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect([most, accepted.length]).toEqual([2, 5])
    expect((await post(ONE_SPAN)).status).toBe(200)
  })

  it('their bodies together are bounded, and the room is free again afterwards', async () => {
    const { post, before } = limited({ heldBytes: ONE_SPAN.length * 1.5 })
    let isOpen = false
    before.push(async () => await expect.poll(() => isOpen).toBe(true))
    const first = post(ONE_SPAN)
    await expect.poll(() => before.length).toBe(0)
    expect((await post(ONE_SPAN)).status).toBe(429)
    isOpen = true
    expect((await first).status).toBe(200)
    expect((await post(ONE_SPAN)).status).toBe(200)
  })
})

describe('a body that comes in drops', () => {
  /** Sends the first bytes and then nothing for ever. */
  const dripping = () =>
    new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('{"')) })

  it('takes no place of others, however many there are, and is given up with 408', async () => {
    const { post } = limited({ working: 1, waiting: 1, patience: { everyMs: 500, bytes: 100 } })
    const slow = Array.from({ length: 68 }, () => post(dripping()))
    expect((await post(ONE_SPAN)).status).toBe(200)
    expect(new Set((await Promise.all(slow)).map(({ status }) => status))).toEqual(new Set([408]))
  })

  it('makes room for others once nothing came of it for some seconds', async () => {
    const { post } = limited({ heldBytes: ONE_SPAN.length + 1 })
    const slow = post(dripping())
    await expect.poll(async () => (await post(ONE_SPAN)).status, { timeout: 20_000, interval: 500 }).toBe(200)
    expect((await slow).status).toBe(408)
  })
})

describe('when more spans wait to be drawn than may', () => {
  it('bodies are to be sent again later, until enough are drawn', async () => {
    const recording = new RecordingSpans()
    const app = new Hono<AppEnv>()
    let spans = 0
    const backlog = async () => ({ spans, runs: 1, oldest_at: null })
    const acceptSpans = recording.acceptSpans.bind(recording)
    addOtlpRoutes(app, { acceptSpans, backlog }, { ...OTLP_LIMITS, waitingSpans: 2 })
    const post = async () => await app.request('/v1/traces', { method: 'POST', body: ONE_SPAN, headers: JSON_TYPE })
    expect([(await post()).status, (await post()).status]).toEqual([200, 200])
    const refused = await post()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5'])
    spans = 1
    await expect.poll(async () => (await post()).status, { timeout: 20_000 }).toBe(200)
    expect(recording.accepted).toHaveLength(3)
  })
})

describe('a server that listens', () => {
  it.each([
    ['takes a body in pieces', 200, 15, {}],
    ['refuses one that turns out too large', 413, 40, {}],
    ['refuses one that says so', 413, 40, { 'content-length': 40 * 1024 * 1024 }],
  ])('%s', async (_, status, mebibytes, headers) => {
    const recording = new RecordingSpans()
    const server = await listen(0, '127.0.0.1', () => appOver(storeWith(recording)).app.fetch)
    const agent = new Agent({ keepAlive: true })
    const to = { host: '127.0.0.1', port: server.port, method: 'POST', path: '/v1/traces', agent }
    const outgoing = request({ ...to, headers: { ...JSON_TYPE, ...headers } })
    const responded = once(outgoing, 'response') as Promise<[IncomingMessage]>
    // Once it has answered, the server may close the connection on whoever goes on writing.
    outgoing.on('error', () => undefined)
    const seen = { answer: false }
    void responded.then(() => (seen.answer = true))
    outgoing.write(ONE_SPAN)
    const blanks = Buffer.alloc(1024 * 1024, ' ')
    for (let sent = 1; sent < mebibytes && !seen.answer; sent++)
      // oxlint-disable-next-line no-await-in-loop -- as fast as the server takes it
      if (!outgoing.write(blanks)) await Promise.race([once(outgoing, 'drain'), responded])
    if (!seen.answer) outgoing.end()
    const [response] = await responded
    expect([response.statusCode, response.headers['content-type']]).toEqual([status, 'application/json'])
    expect(await text(response)).toMatch(status === 200 ? /^\{\}$/ : /larger than 16 MiB/)
    expect(recording.accepted).toHaveLength(status === 200 ? 1 : 0)
    agent.destroy()
    await server.close()
  })
})
