import { access, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import * as z from 'zod/mini'
import { ENDPOINTS } from '#contract/endpoints.ts'
import { inflated, readCaptures } from '#tests/support/captures.ts'
import { seedDataDir } from '#tests/support/pgliteImage.ts'
import { runlens, startServer, temporaryFolder } from '#tests/support/process/startServer.ts'

// Each of these processes opens an embedded database, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 180_000 })

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let file = ''

beforeAll(async () => {
  folder = await temporaryFolder()
  file = join(folder.path, 'traces.json')
  const capture = readCaptures().find(({ name }) => name === 'vercel-ai-sdk-legacy/simple-tool')
  const lines = capture?.bodies
    .filter(({ encoding }) => encoding === 'json')
    .map((body) => new TextDecoder().decode(inflated(body)))
  await writeFile(file, `${lines?.join('\n') ?? ''}\n{"resourceSpans": [{"sco`)
})
afterAll(() => folder.remove())

test('--dry-run reports what a trace file contains and writes nothing', async () => {
  const DATA_DIR = join(folder.path, 'dry')
  const done = await runlens(['import', file, '--dry-run'], { DATA_DIR })
  expect([done.code, done.stderr]).toEqual([0, ''])
  expect(done.stdout).toMatch(
    /nothing was written[^]*traces +1\n +spans +\d+\n\nRejected: 1\n +1: the line is not JSON, or is truncated\n/,
  )
  await expect(access(DATA_DIR)).rejects.toThrow('ENOENT')
})

test('a gzipped file is imported like the original, whatever its name', async () => {
  const packed = join(folder.path, 'traces')
  // As `cat a.gz b.gz` makes it.
  const bytes = await readFile(file)
  await writeFile(packed, Buffer.concat([gzipSync(bytes.subarray(0, 1000)), gzipSync(bytes.subarray(1000))]))
  const [plain, done] = await Promise.all(
    [file, packed].map((name) => runlens(['import', name, '--dry-run', '--json'], { DATA_DIR: '/nowhere' })),
  )
  expect(done).toEqual(plain)
  expect(JSON.parse(done?.stdout ?? '')).toMatchObject({ traces: 1, rejected: { count: 1 } })
})

test('a file of traces becomes runs that the server shows, once however often it is imported', async () => {
  const DATA_DIR = join(folder.path, 'stored')
  await seedDataDir(DATA_DIR)
  for (let time = 0; time < 2; time++) {
    // oxlint-disable-next-line no-await-in-loop -- the second time comes after the first
    const done = await runlens(['import', file, '--json'], { DATA_DIR })
    expect([done.code, done.stderr]).toEqual([0, ''])
    expect(JSON.parse(done.stdout)).toMatchObject({ traces: 1, rejected: { count: 1 } })
  }
  const server = startServer({ DATA_DIR })
  try {
    const reply: unknown = await (await fetch(`${await server.ready()}/api/runs`)).json()
    expect(z.parse(ENDPOINTS.listRuns.reply, reply).items).toHaveLength(1)
  } finally {
    server.child.kill('SIGKILL')
    await server.ended()
  }
})
