import { pathOf } from '#contract/endpoints.ts'
import { aBundle, aFile, aNode, aRun } from '#mocks/fixtures/builders.ts'
import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { type AppFiles, addAppFiles } from '#server/staticFiles.ts'
import { listen } from '#server/listen.ts'
import { appOver, twinStore } from '#tests/support/twinApp.ts'
import { once } from 'node:events'
import { Agent, type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, describe, expect, test } from 'vitest'

/* Over a real socket: what a URL parser, fetch or a test client would mend on the way arrives here as it was written. */

const HOSTILE_IDS = [
  'a/b',
  'a//b',
  '50%',
  '%2F',
  'what?',
  '#1',
  'two words',
  '😀',
  'é',
  'a\\b',
  'a/../b',
  '...',
  '+',
  ' ',
]
const at = { run_id: BLUE }
const store = await twinStore([
  aBundle({
    run: aRun({ ...at, session_id: 'session-cobalt' }),
    nodes: HOSTILE_IDS.map((node_id) => aNode({ ...at, node_id })),
    files: [aFile({ ...at, file_id: 'f', file_path: 'a.txt', content: new TextEncoder().encode('x'.repeat(600_000)) })],
  }),
])
const asset = (text: string, type: string, etag: string) => ({
  bytes: new TextEncoder().encode(text),
  packed: {},
  type,
  etag,
})
const page = asset('<!doctype html>', 'text/html; charset=utf-8', '"page"')
const script = asset('let x', 'text/javascript', '"script"')
const files: AppFiles = new Map([
  ['/index.html', page],
  ['/assets/index-4f2a.js', script],
])
const server = await listen(0, '127.0.0.1', (port) => {
  const hosts = [`localhost:${port}`, `127.0.0.1:${port}`, 'Lens.Example']
  const { app } = appOver(store, { hosts })
  addAppFiles(app, files)
  return app.fetch
})
afterAll(() => server.close())
const HOST = `127.0.0.1:${server.port}`

type Reply = { readonly status: number; readonly headers: IncomingMessage['headers']; readonly body: string }

/** Sends a request target exactly as given. */
async function send(path: string, headers: OutgoingHttpHeaders = {}, method = 'GET', body?: string): Promise<Reply> {
  const outgoing = request({ host: '127.0.0.1', port: server.port, method, path, headers, agent: false })
  outgoing.end(body)
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage]
  return { status: incoming.statusCode ?? 0, headers: incoming.headers, body: await text(incoming) }
}
const codeIn = ({ body }: Reply): unknown => (JSON.parse(body) as { readonly code: unknown }).code

test.each(HOSTILE_IDS)('the node %j is reached by its encoded id', async (node_id) => {
  const reply = await send(pathOf('getNode', { run_id: BLUE, node_id }))
  expect(reply.status).toBe(200)
  expect(JSON.parse(reply.body)).toMatchObject({ scope: { run_id: BLUE, node_id }, item: { node_id } })
})

test.each([
  `/api/runs/${BLUE}/nodes/..`,
  `/api/runs/${BLUE}/nodes/%2e%2e`,
  `/api/runs/${BLUE}/nodes/%2E./events`,
  `/api/runs/x/../${BLUE}`,
  `/api//runs/${BLUE}`,
  `/api/runs\\${BLUE}`,
  `/api/runs/${BLUE}/nodes/a%00`,
  `/api/runs/${BLUE}/nodes/%ED%A0%80`,
  `/api/runs/${BLUE}/nodes/%E0%A4%A`,
  `/assets/../index.html`,
  `/runs/%2e%2e/index.html`,
  'http://evil.example/api/runs',
])('%s is refused before anything folds it', async (target) => {
  const reply = await send(target)
  expect([reply.status, reply.headers['content-type']]).toEqual([400, 'application/problem+json'])
  expect(JSON.parse(reply.body)).toMatchObject({ code: 'bad_request', errors: [{ field: 'path' }] })
  expect(reply.headers['x-content-type-options']).toBe('nosniff')
})

test('a file comes in chunks with its length, as a part, and as headers only', async () => {
  const path = pathOf('getFileContent', { run_id: BLUE, file_id: 'f' })
  const whole = await send(path)
  expect([whole.status, whole.headers['content-length'], whole.body.length]).toEqual([200, '600000', 600_000])
  const part = await send(path, { range: 'bytes=599990-' })
  expect([part.status, part.headers['content-length'], part.body]).toEqual([206, '10', 'x'.repeat(10)])
  const head = await send(path, {}, 'HEAD')
  expect([head.status, head.headers['content-length'], head.body]).toEqual([200, '600000', ''])
})

describe('the host wall', () => {
  test.each([HOST, `localhost:${server.port}`, `LOCALHOST:${server.port}`])('lets %s in', async (host) => {
    expect((await send('/api/health', { host })).status).toBe(200)
  })
  test.each([
    'evil.example',
    `evil.example:${server.port}`,
    '127.0.0.1',
    'localhost:1',
    `127.0.0.1.evil:${server.port}`,
  ])('turns %s away, from the pages too', async (host) => {
    for (const path of ['/api/runs', '/']) {
      // oxlint-disable-next-line eslint/no-await-in-loop -- one connection after the other
      const reply = await send(path, { host })
      expect([reply.status, codeIn(reply)]).toEqual([421, 'misdirected_host'])
    }
  })
})

describe('the origin wall', () => {
  const post = (headers: OutgoingHttpHeaders) => send('/api/runs', headers, 'POST')
  test.each([
    ['no page', {}],
    ['an own page', { origin: `http://${HOST}`, 'sec-fetch-site': 'same-origin' }],
    ['a page of a host that was allowed in other case', { host: 'lens.example', origin: 'https://lens.example' }],
    ['the address bar', { 'sec-fetch-site': 'none' }],
  ])('lets a request of %s through to the routes', async (_, headers) => {
    expect(codeIn(await post(headers))).toBe('method_not_allowed')
  })
  test.each([
    ['another site', { origin: 'https://evil.example' }],
    ['another port', { origin: 'http://127.0.0.1:1' }],
    ['a sandboxed page', { origin: 'null' }],
    ['a sibling site', { origin: `http://${HOST}`, 'sec-fetch-site': 'same-site' }],
    ['a cross-site form', { 'sec-fetch-site': 'cross-site' }],
  ])('turns a request of %s away', async (_, headers) => {
    const reply = await post(headers)
    expect([reply.status, codeIn(reply)]).toEqual([403, 'forbidden_origin'])
  })
  test('no reply ever allows another origin to read it', async () => {
    const reply = await send('/api/runs', { origin: 'https://evil.example' })
    expect(Object.keys(reply.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    const asked = { origin: 'https://evil.example', 'access-control-request-method': 'GET' }
    expect((await send('/api/runs', asked, 'OPTIONS')).status).toBe(403)
  })
})

test('a body beyond the limit is 413, at the limit it is not', async () => {
  const post = (bytes: number) => send('/api/runs', {}, 'POST', 'x'.repeat(bytes))
  expect(codeIn(await post(256 * 1024 + 1))).toBe('payload_too_large')
  expect(codeIn(await post(256 * 1024))).toBe('method_not_allowed')
})

test('a body of unknown length is 413, however small, and a request that writes without a body is 405', async () => {
  expect(codeIn(await send('/api/runs', { 'transfer-encoding': 'chunked' }, 'POST', 'x'))).toBe('payload_too_large')
  for (const method of ['DELETE', 'OPTIONS', 'PATCH', 'PUT', 'POST'])
    for (const path of ['/', '/api/runs'])
      // oxlint-disable-next-line eslint/no-await-in-loop -- one connection after the other
      expect([method, path, (await send(path, {}, method)).status]).toEqual([method, path, 405])
})

test('a query of thousands of parameters gets a short reply', async () => {
  const query = Array.from({ length: 2500 }, (_, i) => `p${i}`).join('&')
  const reply = await send(`/api/runs?${query}`)
  expect(reply.status).toBe(400)
  expect(reply.body.length).toBeLessThan(4000)
})

test('headers beyond 16 KiB are refused by the server itself', async () => {
  expect((await send('/api/health', { 'x-long': 'x'.repeat(17_000) })).status).toBe(431)
})

test('every reply bears the security headers', async () => {
  for (const path of ['/', '/api/health', '/api/nothing', '/nothing']) {
    // oxlint-disable-next-line eslint/no-await-in-loop -- one connection after the other
    const { headers } = await send(path)
    expect(headers['content-security-policy']).toContain("script-src 'self';")
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
    expect(headers['permissions-policy']).toContain('camera=()')
  }
})

test.each(['/api/health', '/api/runs', '/api/nothing'])('%s is kept in no cache', async (path) => {
  expect((await send(path)).headers['cache-control']).toBe('no-store')
})

describe('the pages', () => {
  test.each(['/', '/index.html', '/runs', `/runs/${BLUE}`, `/runs/${BLUE}/nodes/a%2Fb?tab=events`])(
    '%s is the app',
    async (path) => {
      const reply = await send(path)
      expect([reply.status, reply.body]).toEqual([200, '<!doctype html>'])
      expect(reply.headers).toMatchObject({ 'cache-control': 'no-cache', 'content-type': 'text/html; charset=utf-8' })
    },
  )
  test('an asset is kept for ever, since its name changes with its content', async () => {
    const reply = await send('/assets/index-4f2a.js')
    expect([reply.body, reply.headers['cache-control']]).toEqual(['let x', 'public, max-age=31536000, immutable'])
    expect((await send('/assets/index-4f2a.js', { 'if-none-match': '"script"' })).status).toBe(304)
  })
  test.each(['/assets/gone.js', '/package.json', '/runsx', '/api', '/api/gone', '/assets/'])(
    '%s is 404, not the app',
    async (path) => {
      expect(codeIn(await send(path))).toBe('not_found')
    },
  )
  test('HEAD of a page tells its length and sends none of it', async () => {
    const reply = await send('/', {}, 'HEAD')
    expect([reply.status, reply.headers['content-length'], reply.body]).toEqual([200, '15', ''])
  })
  test('pages cannot be written', async () => {
    const reply = await send('/', {}, 'POST')
    expect([reply.status, reply.headers['allow']]).toEqual([405, 'GET, HEAD'])
  })
})

test('an idle connection is kept longer than balancers keep one, until the server is to stop', async () => {
  const other = await listen(0, '127.0.0.1', () => () => new Response('ok'))
  const agent = new Agent({ keepAlive: true })
  const get = async () => {
    const outgoing = request({ host: '127.0.0.1', port: other.port, agent })
    outgoing.end()
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage]
    return [await text(incoming), incoming.headers.connection, incoming.headers['keep-alive'], outgoing.reusedSocket]
  }
  expect(await get()).toEqual(['ok', 'keep-alive', 'timeout=65', false])
  other.drain()
  expect(await get()).toEqual(['ok', 'close', undefined, true])
  await other.close()
})

test('a probe of HTTP/1.0 that names no host is answered, and nothing else is', async () => {
  const ask = async (path: string) => {
    const socket = connect(server.port, '127.0.0.1')
    socket.end(`GET ${path} HTTP/1.0\r\n\r\n`)
    return (await text(socket)).split('\r\n', 1)[0]
  }
  expect(await ask('/readyz')).toBe('HTTP/1.1 200 OK')
  expect(await ask('/api/runs')).toBe('HTTP/1.1 421 Misdirected Request')
})

test('a close ends an idle connection at once, and later by force one that never finishes its request', async () => {
  const other = await listen(0, '127.0.0.1', () => () => new Response('ok'))
  const ended: string[] = []
  const open = async (name: string, request: string) => {
    const socket = connect(other.port, '127.0.0.1')
    let received = ''
    socket.setEncoding('utf8').on('data', (text: string) => (received += text))
    socket.on('error', () => undefined)
    const closed = once(socket, 'close').then(() => ended.push(name))
    await once(socket, 'connect')
    socket.write(request)
    return { closed, received: () => received }
  }
  const idle = await open('idle', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  const unfinished = await open('unfinished', 'GET / HTTP/1.1\r\nHost: x')
  await expect.poll(idle.received).toMatch(/ok/)
  await Promise.all([other.close().then(() => ended.push('server')), idle.closed, unfinished.closed])
  expect(ended[0]).toBe('idle')
  // The server would answer 408 to a request that it waited for in vain.
  expect(unfinished.received()).toBe('')
})
