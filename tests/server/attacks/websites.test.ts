import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { listen } from '#server/listen.ts'
import { appOver, twinStore } from '#tests/support/twinApp.ts'
import { once } from 'node:events'
import { type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, expect, test } from 'vitest'
import { report } from '#tests/support/attacks/report.ts'

/*
 * What a page of another site can make a reader's browser send to this server: forms, images, scripts, fetches that need no
 * permission and those that do, and the same under a name of its own that leads to this machine. It must store nothing, and
 * no reply may be readable by it: a browser shows a page what bears `Access-Control-Allow-Origin`, and embeds what does
 * not bear `Cross-Origin-Resource-Policy: same-origin`.
 */

const store = await twinStore()
const server = await listen(
  0,
  '127.0.0.1',
  (port) => appOver(store, { hosts: [`localhost:${port}`, `127.0.0.1:${port}`] }).app.fetch,
)
afterAll(() => server.close())

const ORIGINS = ['https://evil.example', 'http://127.0.0.1:1', 'null']
const BATCH = `/api/runs/${BLUE}/batch`
const ROWS = JSON.stringify({ run: { task_description: 'written by a website' }, nodes: [{ node_id: 'evil' }] })
const SPANS = JSON.stringify({ resourceSpans: [] })

type Vector = {
  readonly what: string
  readonly method: string
  readonly path: string
  readonly headers: OutgoingHttpHeaders
  readonly body?: string
}
const write = (what: string, headers: OutgoingHttpHeaders, path = BATCH, body = ROWS, method = 'POST'): Vector => ({
  what,
  method,
  path,
  headers,
  body,
})
const read = (what: string, headers: OutgoingHttpHeaders, path = '/api/runs', method = 'GET'): Vector => ({
  what,
  method,
  path,
  headers,
})

const cross = { 'sec-fetch-site': 'cross-site' }
const json = { 'content-type': 'application/json' }
const form = { 'content-type': 'application/x-www-form-urlencoded' }

const VECTORS: readonly Vector[] = [
  write('a form', { ...cross, ...form, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }),
  write('a form of plain text', { ...cross, 'content-type': 'text/plain' }),
  write('a form with files', { ...cross, 'content-type': 'multipart/form-data; boundary=x' }),
  write('a fetch without permission', { ...cross, 'content-type': 'text/plain', 'sec-fetch-mode': 'no-cors' }),
  write('a beacon', { ...cross, 'content-type': 'application/json', 'sec-fetch-mode': 'no-cors' }),
  write('a fetch of JSON', { ...cross, ...json, 'sec-fetch-mode': 'cors' }),
  write('an old browser', json),
  write('a sibling site', { ...json, 'sec-fetch-site': 'same-site' }),
  write('a type in capitals', { ...cross, 'content-type': 'APPLICATION/JSON' }),
  write('a type with a parameter', { ...cross, 'content-type': 'text/plain; application/json' }),
  write('no type', cross),
  write('another method by a header', { ...cross, ...json, 'x-http-method-override': 'POST' }, BATCH, ROWS, 'PUT'),
  write('DELETE', cross, `/api/runs/${BLUE}`, '', 'DELETE'),
  write('PATCH', { ...cross, ...json }, `/api/runs/${BLUE}`, ROWS, 'PATCH'),
  write('spans', { ...cross, ...json }, '/v1/traces', SPANS),
  write('spans as a form', { ...cross, ...form }, '/v1/traces', SPANS),
  write('spans for Langfuse', { ...cross, ...json }, '/api/public/otel/v1/traces', SPANS),
  write('logs', { ...cross, ...json }, '/v1/logs', '{}'),
  write('a forwarded host', { ...cross, ...json, 'x-forwarded-host': 'localhost' }),
  write('a name that leads here', { ...json, 'sec-fetch-site': 'same-origin', host: 'evil.example' }),
  write('a name that leads here, with the port', { ...json, host: 'evil.example:4400' }),
  read('a question before a fetch', { ...cross, 'access-control-request-method': 'POST' }, BATCH, 'OPTIONS'),
  read('an image', { ...cross, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }, `/api/runs/${BLUE}/files`),
  read('a script', { ...cross, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' }),
  read('a fetch', { ...cross, 'sec-fetch-mode': 'cors' }, `/api/runs/${BLUE}/events`),
  read('a fetch with cookies', { ...cross, cookie: 'a=b', authorization: 'Bearer x' }, `/api/runs/${BLUE}`),
  read('a name that leads here', { host: 'evil.example', 'sec-fetch-site': 'same-origin' }),
  read('a socket', {
    upgrade: 'websocket',
    connection: 'Upgrade',
    'sec-websocket-key': 'eA==',
    'sec-websocket-version': '13',
  }),
]

async function send({ method, path, headers, body }: Vector, origin: string) {
  const all = { origin, ...headers, ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) }
  const outgoing = request({ host: '127.0.0.1', port: server.port, method, path, headers: all, agent: false })
  outgoing.end(body)
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage]
  return { status: incoming.statusCode ?? 0, headers: incoming.headers, body: await text(incoming) }
}

const stored = async () => ({
  write: await store.changes.revisionOf(BLUE),
  run: await store.repositories.runs.findRun(BLUE),
  nodes: await store.repositories.nodes.listEnrichedNodes(BLUE),
})

test('a website stores nothing and may read nothing, whatever its page sends', async () => {
  const before = await stored()
  const counts = { vectors: VECTORS.length, origins: ORIGINS.length, requests: 0, writes: 0, reads: 0 }
  for (const vector of VECTORS)
    for (const origin of ORIGINS) {
      // oxlint-disable-next-line no-await-in-loop -- what was stored is to be told by the one request that did it
      const { status, headers } = await send(vector, origin)
      counts.requests += 1
      const told = `${vector.what} of ${origin}: ${status}`
      if (vector.body !== undefined && status < 400) counts.writes += 1
      const isReadable = Object.keys(headers).some((name) => name.startsWith('access-control-'))
      if (isReadable || headers['cross-origin-resource-policy'] !== 'same-origin' || status === 101) counts.reads += 1
      expect([told, isReadable, headers['cross-origin-resource-policy']]).toEqual([told, false, 'same-origin'])
      expect([told, vector.body === undefined || status >= 400]).toEqual([told, true])
      expect([told, vector.headers['host'] === undefined ? status < 500 : status === 421]).toEqual([told, true])
    }
  report('websites', counts)
  expect(await stored()).toEqual(before)
})

test('the same batch from no page is stored, so that it was not the batch that was refused', async () => {
  const { status } = await send({ ...write('a program', json), headers: json }, `http://127.0.0.1:${server.port}`)
  expect(status).toBe(200)
})
