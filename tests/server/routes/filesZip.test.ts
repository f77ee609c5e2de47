import { aBundle, aFile, aNode, aRun } from '#mocks/fixtures/builders.ts'
import { BLUE, GREEN } from '#mocks/fixtures/twinRuns.ts'
import { CHUNK_BYTES, FILE_CSP } from '#server/http/fileResponse.ts'
import { ScopeViolationError } from '#server/http/replyScope.ts'
import type { FileRepository } from '#server/store/ports/files.ts'
import type { Store } from '#server/store/ports/store.ts'
import { appOver, ONLY_BLUE, problemIn, twinStore } from '#tests/support/twinApp.ts'
import { expect, test } from 'vitest'
import { readZip } from '#tests/support/readZip.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
/** Two whole pieces and a bit, in which each byte tells its place. */
const LARGE = Uint8Array.from({ length: 2 * CHUNK_BYTES + 3 }, (_, i) => i % 251)
const RUN_ZIP = `/api/runs/${BLUE}/files.zip`
const nodeZip = (node_id: string) => `/api/runs/${BLUE}/nodes/${node_id}/files.zip`
const inStep = { run_id: BLUE, node_id: 'step_1' } as const
const time = (second: number) => `2026-01-20T10:00:0${second}.123456Z`

const storeWith = (files: ReturnType<typeof aFile>[]): Promise<Store> =>
  twinStore([
    aBundle({
      run: aRun({ run_id: BLUE, session_id: 'session-cobalt' }),
      nodes: [aNode(inStep), aNode({ run_id: BLUE, node_id: 'a/b' })],
      files,
    }),
  ])

/** The store with some methods of its files replaced. */
const withFiles = (store: Store, over: (files: FileRepository) => Partial<FileRepository>): Store => {
  const { files } = store.repositories
  const bound: FileRepository = {
    findFile: (run_id, file_id) => files.findFile(run_id, file_id),
    listFilesForNodeInRun: (ref, page) => files.listFilesForNodeInRun(ref, page),
    listFilesForRun: (run_id, page) => files.listFilesForRun(run_id, page),
    readContent: (run_id, file_id, start, end) => files.readContent(run_id, file_id, start, end),
  }
  return { ...store, repositories: { ...store.repositories, files: { ...bound, ...over(bound) } } }
}

const store = await storeWith([
  aFile({ ...inStep, file_id: '1', file_path: 'out/large.bin', created_at: time(1), content: LARGE }),
  aFile({ ...inStep, file_id: '2', file_path: 'out/name.csv', created_at: time(2), content: bytes('first') }),
  aFile({ ...inStep, file_id: '3', file_path: 'out/Name.csv', created_at: time(3), content: bytes('second') }),
  aFile({ ...inStep, file_id: '4', file_path: 'lost\u0007.csv', created_at: time(4) }),
  aFile({ run_id: BLUE, file_id: '5', file_path: 'größe 😀.txt', created_at: time(5), content: bytes('') }),
  aFile({ run_id: BLUE, file_id: '6', file_path: '../../etc/passwd', content: bytes('root') }),
  aFile({ run_id: BLUE, node_id: 'a/b', file_id: '7', file_path: 'gone.csv' }),
])
const { app } = appOver(store)

async function unzipped(path: string, from = app) {
  const response = await from.request(path)
  expect(response.status).toBe(200)
  return readZip(new Uint8Array(await response.arrayBuffer()))
}

test('the archive of a run holds all its recorded files, byte for byte, and tells which were not recorded', async () => {
  const entries = await unzipped(RUN_ZIP)
  expect([...entries].map(([name, { content }]) => [name, content.length])).toEqual([
    ['out/large.bin', LARGE.length],
    ['out/name.csv', 5],
    ['out/Name (2).csv', 6],
    ['größe 😀.txt', 0],
    ['etc/passwd', 4],
    ['NOT-RECORDED.txt', expect.any(Number)],
  ])
  expect(entries.get('out/large.bin')?.content.equals(LARGE)).toBe(true)
  expect(entries.get('out/Name (2).csv')?.content.toString()).toBe('second')
  const told = entries.get('NOT-RECORDED.txt')?.content.toString().split('\n')
  expect(told).toEqual([expect.stringContaining('not recorded'), '', 'lost\ufffd.csv', 'gone.csv', ''])
  expect(entries.get('out/name.csv')?.time).toBe('2026-01-20 10:00:02')
  expect(entries.get('etc/passwd')?.time).toBe('1980-01-01 00:00:00')
})

test('the archive of a node holds its own files only', async () => {
  expect([...(await unzipped(nodeZip('step_1'))).keys()]).toEqual([
    'out/large.bin',
    'out/name.csv',
    'out/Name (2).csv',
    'NOT-RECORDED.txt',
  ])
})

test('where all was recorded nothing is told', async () => {
  const whole = appOver(await storeWith([aFile({ ...inStep, file_id: '1', file_path: 'a.txt', content: bytes('a') })]))
  expect([...(await unzipped(RUN_ZIP, whole.app)).keys()]).toEqual(['a.txt'])
})

test('files beyond one page are in it too', async () => {
  const files = Array.from({ length: 1001 }, (_, i) =>
    aFile({ ...inStep, file_id: `${i}`, file_path: 'same.txt', content: bytes(`${i}`) }),
  )
  const entries = await unzipped(RUN_ZIP, appOver(await storeWith(files)).app)
  expect(entries.size).toBe(1001)
  expect(new Set([...entries.values()].map(({ content }) => content.toString())).size).toBe(1001)
  expect(entries.has('same (1001).txt')).toBe(true)
})

test('it is a download under the run\u2019s and the node\u2019s name, which no browser runs in the app\u2019s origin', async () => {
  const response = await app.request(RUN_ZIP)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/zip',
    'content-security-policy': FILE_CSP,
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-store',
    'content-disposition': expect.stringContaining(`attachment; filename="run-${BLUE.slice(0, 8)}-files.zip"`),
  })
  await response.body?.cancel()
  const ofNode = await appOver(
    await storeWith([aFile({ run_id: BLUE, node_id: 'a/b', file_id: '1', content: bytes('a') })]),
  ).app.request(nodeZip('a%2Fb'))
  expect(ofNode.headers.get('content-disposition')).toContain(`filename="run-${BLUE.slice(0, 8)}-a_b-files.zip"`)
})

test('HEAD answers as GET does and reads no content', async () => {
  const reads: string[] = []
  const watched = withFiles(store, (files) => ({
    readContent(...request) {
      reads.push(request[1])
      return files.readContent(...request)
    },
  }))
  const head = await appOver(watched).app.request(RUN_ZIP, { method: 'HEAD' })
  expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([200, 'application/zip', ''])
  expect(reads).toEqual([])
  await unzipped(RUN_ZIP, appOver(watched).app)
  expect(reads.filter((file_id) => file_id === '1')).toHaveLength(3)
})

test.each([
  ['a node whose files were not recorded', nodeZip('a%2Fb')],
  ['a node without files', nodeZip(ONLY_BLUE)],
])('%s has no archive, and the reply says why', async (_, path) => {
  const problem = await problemIn(await app.request(path))
  expect(problem).toMatchObject({ status: 404, code: 'not_found' })
  expect(problem.detail).toContain('recorded')
})

test.each([
  ['fails', () => Promise.reject(new Error('disk'))],
  ['is shorter than its size', () => Promise.resolve(bytes('x'))],
  ['is gone', () => Promise.resolve(undefined)],
])('a content that %s in the middle breaks the archive off', async (_, readContent) => {
  const broken = withFiles(store, (files) => ({
    readContent: (...request) => (request[1] === '3' ? readContent() : files.readContent(...request)),
  }))
  const response = await appOver(broken).app.request(RUN_ZIP)
  await expect(response.arrayBuffer()).rejects.toThrow(/disk|shorter than its size/)
})

test('a row of another run beyond the first page breaks the archive off', async () => {
  const lying = withFiles(store, (files) => ({
    async listFilesForRun(run_id, page) {
      const { rows, total } = await files.listFilesForRun(run_id, { ...page, after: undefined })
      return { rows: page.after ? rows.map((row) => ({ ...row, run_id: GREEN })) : rows, total, next: ['more'] }
    },
  }))
  const response = await appOver(lying).app.request(RUN_ZIP)
  await expect(response.arrayBuffer()).rejects.toThrow(ScopeViolationError)
})

test('a reader who goes away in the middle stops the reading', async () => {
  let reads = 0
  const watched = withFiles(store, (files) => ({
    readContent(...request) {
      reads++
      return files.readContent(...request)
    },
  }))
  const response = await appOver(watched).app.request(RUN_ZIP)
  const reader = response.body?.getReader()
  await reader?.read()
  await reader?.cancel()
  const before = reads
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(reads).toBe(before)
  expect(reads).toBeLessThan(3)
})
