import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { aBundle, aFile, aNode, aRun } from '#mocks/fixtures/builders.ts'
import { listen } from '#server/listen.ts'
import { addAppFiles, readAppFiles } from '#server/staticFiles.ts'
import { appOver, twinStore } from '#tests/support/twinApp.ts'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import * as zlib from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'

/* Over a real socket, as bytes: `fetch` would unpack what comes without a word. */

const text = 'A report that says the same again and again. '.repeat(2000)
const encoder = new TextEncoder()
const store = await twinStore([
  aBundle({
    run: aRun({ run_id: BLUE, session_id: 'session-cobalt' }),
    nodes: Array.from({ length: 40 }, (_, place) => aNode({ run_id: BLUE, node_id: `step_${place}` })),
    files: [aFile({ run_id: BLUE, file_id: 'f', file_path: 'a.txt', content: encoder.encode(text) })],
  }),
])
const folder = await mkdtemp(join(tmpdir(), 'runlens-dist-'))
const script = `export default '${'x'.repeat(5000)}'`
await mkdir(join(folder, 'assets'))
await writeFile(join(folder, 'index.html'), '<!doctype html>')
await writeFile(join(folder, 'assets/a.js'), script)
await writeFile(join(folder, 'assets/a.js.br'), zlib.brotliCompressSync(script))
await writeFile(join(folder, 'assets/a.js.gz'), zlib.gzipSync(script))
const files = await readAppFiles(folder)
const server = await listen(0, '127.0.0.1', () => {
  const { app } = appOver(store)
  addAppFiles(app, files)
  return app.fetch
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

async function get(
  path: string,
  acceptEncoding?: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
) {
  const accept = acceptEncoding === undefined ? {} : { 'accept-encoding': acceptEncoding }
  const outgoing = request({ port: server.port, path, method, agent: false, headers: { ...accept, ...headers } })
  outgoing.end()
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage]
  return { incoming, status: incoming.statusCode, headers: incoming.headers }
}
const whole = async (...asked: Parameters<typeof get>) => {
  const { incoming, ...rest } = await get(...asked)
  return { ...rest, bytes: await buffer(incoming) }
}

const hasZstd = 'zstdCompress' in zlib
const UNPACK: Readonly<Record<string, (bytes: Uint8Array) => Buffer>> = {
  ...(hasZstd && { zstd: zlib.zstdDecompressSync }),
  br: zlib.brotliDecompressSync,
  gzip: zlib.gunzipSync,
}
const DAG = `/api/runs/${BLUE}/dag`

test.each(Object.keys(UNPACK))(
  '%s: a reply is packed as the client takes it, and is the same reply',
  async (coding) => {
    const plain = await whole(DAG)
    const packed = await whole(DAG, coding)
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(packed.headers['content-encoding']).toBe(coding)
    expect(packed.headers['content-length']).toBe(String(packed.bytes.length))
    expect(packed.headers['content-type']).toBe(plain.headers['content-type'])
    expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 4)
    expect(UNPACK[coding]?.(packed.bytes).toString()).toBe(plain.bytes.toString())
    expect([plain.headers.vary, packed.headers.vary]).toEqual(['accept-encoding', 'accept-encoding'])
  },
)

test.each([
  ['gzip, deflate, br, zstd', hasZstd ? 'zstd' : 'br'],
  ['gzip, br;q=0.5', 'gzip'],
  ['gzip;q=0, identity', undefined],
  ['identity, gzip;q=0.1', undefined],
  ['deflate', undefined],
])('of %j the server uses %j', async (accepted, coding) => {
  expect((await whole(DAG, accepted)).headers['content-encoding']).toBe(coding)
})

test('what is short is not packed, whatever it is', async () => {
  const { headers, bytes } = await whole('/api/health', 'gzip')
  expect([headers['content-encoding'], bytes.toString().includes('"ok"')]).toEqual([undefined, true])
})

test('a long refusal is packed as any other text', async () => {
  const query = Array.from({ length: 20 }, (_, place) => `unknown_${place}=${place}`).join('&')
  const { status, headers } = await whole(`${DAG}?${query}`, 'gzip')
  expect([status, headers['content-type'], headers['content-encoding']]).toEqual([
    400,
    'application/problem+json',
    'gzip',
  ])
})

test('HEAD has no body to pack', async () => {
  const { status, headers, bytes } = await whole(DAG, 'gzip', {}, 'HEAD')
  expect([status, headers['content-encoding'], bytes.length]).toEqual([200, undefined, 0])
})

test('a stream is never packed: its first word comes at once', async () => {
  const { incoming, headers } = await get(`/api/runs/${BLUE}/stream`, 'gzip, br, zstd')
  const [first] = (await once(incoming, 'data')) as [Buffer]
  expect([headers['content-type'], headers['content-encoding']]).toEqual(['text/event-stream', undefined])
  expect(first.toString()).toContain('event: hello')
  incoming.destroy()
})

test('what may be asked for in ranges counts its own bytes, whole or in part', async () => {
  const path = `/api/runs/${BLUE}/files/f/content`
  const { headers, bytes } = await whole(path, 'gzip, br')
  expect([headers['content-encoding'], bytes.toString()]).toEqual([undefined, text])
  const part = await whole(path, 'gzip, br', { range: 'bytes=2-5' })
  expect([part.status, part.headers['content-encoding'], part.bytes.toString()]).toEqual([206, undefined, 'repo'])
})

test('an archive is packed already', async () => {
  const { headers } = await whole(`/api/runs/${BLUE}/files.zip`, 'gzip, br')
  expect([headers['content-type'], headers['content-encoding']]).toEqual(['application/zip', undefined])
})

describe('the app', () => {
  test.each([
    ['br', 'br'],
    ['gzip', 'gzip'],
    ['gzip, deflate, br, zstd', 'br'],
  ])('to %j its script comes as the build packed it with %s', async (accepted, coding) => {
    const { status, headers, bytes } = await whole('/assets/a.js', accepted)
    expect([status, headers['content-encoding'], headers['content-type'], headers.vary]).toEqual([
      200,
      coding,
      'text/javascript; charset=utf-8',
      'accept-encoding',
    ])
    expect(headers['content-length']).toBe(String(bytes.length))
    expect(UNPACK[coding]?.(bytes).toString()).toBe(script)
  })

  test('whoever takes no packing gets the script itself', async () => {
    const { headers, bytes } = await whole('/assets/a.js')
    expect([headers['content-encoding'], headers.vary, bytes.toString()]).toEqual([
      undefined,
      'accept-encoding',
      script,
    ])
  })

  test('what was kept in either form is known again', async () => {
    const tags = await Promise.all(
      [undefined, 'gzip'].map(async (as) => (await whole('/assets/a.js', as)).headers.etag),
    )
    expect(tags[1]).toBe(`W/${tags[0]}`)
    const again = await Promise.all(tags.map((tag) => whole('/assets/a.js', 'gzip', { 'if-none-match': tag ?? '' })))
    expect(again.map(({ status, bytes }) => [status, bytes.length])).toEqual([
      [304, 0],
      [304, 0],
    ])
  })

  test.each(['/assets/a.js.br', '/assets/a.js.gz'])('%s is no address of its own', async (path) => {
    expect((await whole(path)).status).toBe(404)
  })
})
