import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'

/* tsx keeps what it compiled in a folder of the temporary directory that others can make before it, with code of theirs. */

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runlens-test-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('the command puts nothing into the temporary directory', async () => {
  const { stderr } = spawnSync(process.execPath, ['bin/runlens.mjs', '--help'], {
    env: { PATH: process.env['PATH'], TMPDIR: folder },
    encoding: 'utf8',
  })
  expect(stderr).toContain('runlens <command>')
  expect(await readdir(folder)).toEqual([])
})

test('the worker of the embedded database compiles its TypeScript without a folder in the temporary directory', async () => {
  const TMPDIR = join(folder, 'worker')
  await mkdir(TMPDIR)
  const worker = new Worker(new URL('../../server/store/postgres/engine/startPgliteWorker.mjs', import.meta.url), {
    workerData: { dataDir: '/dev/null/nowhere' },
    env: { TMPDIR },
    execArgv: [],
  })
  await once(worker, 'message')
  await worker.terminate()
  expect(await readdir(TMPDIR)).toEqual([])
})

test('whatever else of the project starts TypeScript switches the cache off', async () => {
  const scripts = (await readdir('scripts')).map((name) => join('scripts', name))
  const starters = [
    'package.json',
    'playwright.config.ts',
    'server/store/postgres/engine/startPgliteWorker.mjs',
    ...scripts,
  ]
  const texts = await Promise.all(starters.map(async (file) => [file, await readFile(file, 'utf8')] as const))
  for (const [file, text] of texts) {
    expect([file, /--import(?: |', ')tsx/.test(text)]).toEqual([file, false])
    const loads = /import\('tsx/.test(text)
    expect([file, !loads || /^process\.env\.TSX_DISABLE_CACHE = '1'$/m.test(text)]).toEqual([file, true])
    expect([file, /^import .*from 'tsx/m.test(text)]).toEqual([file, false])
  }
})

test('the command of a checkout that is not built says how to build it', async () => {
  const bin = join(folder, 'bin')
  await cp('bin', bin, { recursive: true })
  const { stderr, status } = spawnSync(process.execPath, [join(bin, 'runlens.mjs'), 'audit'], { encoding: 'utf8' })
  expect([status, stderr]).toEqual([70, 'Runlens is not built. Run "npm run build:server" in its folder.\n'])
})
