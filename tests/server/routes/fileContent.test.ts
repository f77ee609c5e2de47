import { aBundle, aFile, aRun } from '#mocks/fixtures/builders.ts'
import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { CHUNK_BYTES, FILE_CSP } from '#server/http/fileResponse.ts'
import type { Store } from '#server/store/ports/store.ts'
import { appOver, problemIn, twinStore } from '#tests/support/twinApp.ts'
import { expect, test } from 'vitest'

const bytes = (text: string) => new TextEncoder().encode(text)
const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0])
/** Two whole chunks and a bit, in which each byte tells its place. */
const LARGE = Uint8Array.from({ length: 2 * CHUNK_BYTES + 3 }, (_, i) => i % 251)
const SCRIPT = '<script>fetch("/api/runs")</script>'

const contents: Readonly<Record<string, readonly [path: string, content: Uint8Array<ArrayBuffer> | undefined]>> = {
  png: ['plots/a.png', PNG],
  fakepng: ['a.png', bytes(SCRIPT)],
  svg: ['a.svg', bytes(`<svg xmlns="http://www.w3.org/2000/svg">${SCRIPT}</svg>`)],
  html: ['report.html', bytes(SCRIPT)],
  js: ['code.js', bytes('alert(1)')],
  htmlnamedsvg: ['a.svg', bytes(`<html>${SCRIPT}`)],
  md: ['report.md', bytes('# Größe\n')],
  binarytext: ['a.log', bytes('a\u0000b')],
  latin1: ['a.txt', Uint8Array.from([0x47, 0xf6, 0xdf, 0x65])],
  large: ['large.bin', LARGE],
  empty: ['empty.txt', bytes('')],
  none: ['gone.csv', undefined],
}
const store = await twinStore([
  aBundle({
    run: aRun({ run_id: BLUE, session_id: 'session-cobalt' }),
    files: Object.entries(contents).map(([file_id, [file_path, content]]) =>
      aFile({ run_id: BLUE, file_id, file_path, ...(content && { content }) }),
    ),
  }),
])
const { app } = appOver(store)
const pathTo = (file_id: string) => `/api/runs/${BLUE}/files/${file_id}/content`
const get = (file_id: string, headers: Readonly<Record<string, string>> = {}) =>
  app.request(pathTo(file_id), { headers })

test.each([
  ['png', 'image/png'],
  ['fakepng', 'application/octet-stream'],
  ['svg', 'image/svg+xml'],
  ['htmlnamedsvg', 'application/octet-stream'],
  ['html', 'application/octet-stream'],
  ['js', 'application/octet-stream'],
  ['md', 'text/plain; charset=utf-8'],
  ['binarytext', 'application/octet-stream'],
  ['latin1', 'application/octet-stream'],
  ['empty', 'text/plain; charset=utf-8'],
])('%s leaves as %s, and no browser runs it in the app\u2019s origin', async (file_id, type) => {
  const response = await get(file_id)
  expect(response.status).toBe(200)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': type,
    'content-security-policy': FILE_CSP,
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-store',
    'content-disposition': expect.stringMatching(/^attachment; /),
  })
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(contents[file_id]?.[1])
})

test('a large file arrives whole, with its length told before', async () => {
  const response = await get('large')
  expect(response.headers.get('content-length')).toBe(String(LARGE.length))
  expect(Buffer.from(await response.arrayBuffer()).equals(Buffer.from(LARGE))).toBe(true)
})

test.each([
  ['bytes=0-0', 0, 1],
  ['bytes=5-', 5, LARGE.length],
  ['bytes=-4', LARGE.length - 4, LARGE.length],
  [`bytes=${CHUNK_BYTES - 1}-${CHUNK_BYTES}`, CHUNK_BYTES - 1, CHUNK_BYTES + 1],
  ['bytes=10-99999999', 10, LARGE.length],
])('Range %s answers 206 with exactly these bytes', async (range, start, end) => {
  const response = await get('large', { range })
  expect(response.status).toBe(206)
  expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/${LARGE.length}`)
  expect(response.headers.get('content-length')).toBe(String(end - start))
  expect(Buffer.from(await response.arrayBuffer()).equals(Buffer.from(LARGE.slice(start, end)))).toBe(true)
})

test('a range behind the end is 416 and tells the size', async () => {
  const response = await get('large', { range: `bytes=${LARGE.length}-` })
  expect(response.headers.get('content-range')).toBe(`bytes */${LARGE.length}`)
  expect((await problemIn(response)).code).toBe('range_not_satisfiable')
})

test.each(['bytes=1-2,4-5', 'lines=1-2', 'bytes=5-4', 'bytes=-', 'nonsense'])(
  'Range %s is ignored, and the whole file comes',
  async (range) => {
    const response = await get('md', { range })
    expect([response.status, await response.text()]).toEqual([200, '# Größe\n'])
  },
)

test('a client that has the file gets 304, and one that has another file gets no part of this one', async () => {
  const etag = (await get('md')).headers.get('etag') ?? ''
  expect(etag).toMatch(/^"[0-9a-f]{64}"$/)
  expect((await get('md', { 'if-none-match': etag })).status).toBe(304)
  expect((await get('md', { range: 'bytes=0-1', 'if-range': etag })).status).toBe(206)
  expect((await get('md', { range: 'bytes=0-1', 'if-range': '"other"' })).status).toBe(200)
})

test('HEAD tells type and length and reads no content but the first bytes', async () => {
  const { files } = store.repositories
  const reads: (readonly [number, number])[] = []
  const watched: Store = {
    ...store,
    repositories: {
      ...store.repositories,
      files: {
        findFile: (run_id, file_id) => files.findFile(run_id, file_id),
        listFilesForNodeInRun: (ref, page) => files.listFilesForNodeInRun(ref, page),
        listFilesForRun: (run_id, page) => files.listFilesForRun(run_id, page),
        readContent(run_id, file_id, start, end) {
          reads.push([start, end])
          return files.readContent(run_id, file_id, start, end)
        },
      },
    },
  }
  const response = await appOver(watched).app.request(pathTo('large'), { method: 'HEAD' })
  expect([response.status, response.headers.get('content-length')]).toEqual([200, String(LARGE.length)])
  expect(reads).toEqual([[0, 512]])
  await (await appOver(watched).app.request(pathTo('large'))).arrayBuffer()
  expect(Math.max(...reads.map(([start, end]) => end - start))).toBe(CHUNK_BYTES)
})

test('a file whose content was not recorded is 404 and says so', async () => {
  const problem = await problemIn(await get('none'))
  expect(problem.code).toBe('not_found')
  expect(problem.detail).toContain('was not recorded')
})
