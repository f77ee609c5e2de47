import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { twinRuns } from '#mocks/fixtures/twinRuns.ts'
import { DataDirInUseError, lockDataDir } from '#server/store/postgres/engine/lockFile.ts'
import { openPgliteStore } from '#server/store/postgres/engine/openStore.ts'
import { FIRST_PAGE } from '#tests/support/testStore.ts'

let folder: string
const children: ChildProcess[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runlens-test-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

const lockPath = () => join(folder, 'runlens.lock')

type Report = { readonly held: number; readonly overlaps: number }

/** Puts a process into namespaces of its own, as a container does: with this host's name, and with process ids from 1. */
const CONTAINER = ['unshare', '--uts', '--pid', '--net', '--fork', '--kill-child'] as const
const canContain = spawnSync('unshare', [...CONTAINER.slice(1), 'true']).status === 0

function start(script: string, { contained = false } = {}) {
  const [program = '', ...args] = [
    ...(contained ? CONTAINER : []),
    process.execPath,
    '--import',
    './scripts/tsx.mjs',
    script,
    folder,
  ]
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  return child
}

async function firstLine(child: ReturnType<typeof start>): Promise<string> {
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return line
}

const HOLD_STORE = new URL('../../../support/holdStore.ts', import.meta.url).pathname

/** Starts another process that opens the folder; answers with it and the first line that it prints. */
async function startHolder() {
  const child = start(HOLD_STORE)
  return { child, line: await firstLine(child), pid: child.pid ?? 0 }
}

describe('a data folder', () => {
  test('that another process holds is refused, and opens with all its rows after that one was killed', async () => {
    await chmod(folder, 0o777)
    const holder = await startHolder()
    expect(holder.line).toBe('holding')
    for (const path of [folder, join(folder, 'database')])
      // oxlint-disable-next-line no-await-in-loop -- two folders
      expect(((await stat(path)).mode & 0o777).toString(8)).toBe('700')
    const inUse = `The data folder ${folder} is in use by process ${holder.pid}.`
    await expect(openPgliteStore({ dataDir: folder })).rejects.toThrow(inUse)
    expect((await startHolder()).line).toBe(`DataDirInUseError: ${inUse}`)

    holder.child.kill('SIGKILL')
    await once(holder.child, 'exit')
    await expectTwinRuns()
    await expect(stat(lockPath())).rejects.toMatchObject({ code: 'ENOENT' })
    await expectTwinRuns()
    // Five databases are opened, which takes long on a busy machine.
  }, 180_000)

  test.each([1, 600])(
    'whose process was killed when its database had %i files opens',
    async (files) => {
      const holder = start(HOLD_STORE)
      const database = join(folder, 'database')
      // oxlint-disable-next-line no-await-in-loop -- each look comes after the former one
      while ((await readdir(database, { recursive: true }).catch(() => [])).length < files) await sleep(2)
      holder.kill('SIGKILL')
      await once(holder, 'exit')
      const store = await openPgliteStore({ dataDir: folder })
      expect((await store.repositories.runs.listRuns({}, FIRST_PAGE)).total).toBe(0)
      await store.close()
    },
    180_000,
  )

  test('is free again where opening it failed', async () => {
    await mkdir(join(folder, 'database'))
    await writeFile(join(folder, 'database', 'PG_VERSION'), 'no version')
    await expect(openPgliteStore({ dataDir: folder })).rejects.toMatchObject({ name: 'StoreUnavailableError' })
    await expect(stat(lockPath())).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

/** Opens the folder, finds all rows in it, and closes it. */
async function expectTwinRuns() {
  const store = await openPgliteStore({ dataDir: folder })
  for (const { run, events } of twinRuns)
    expect((await store.repositories.events.listEventsForRun(run.run_id, {}, FIRST_PAGE)).total).toBe(events.length)
  await store.close()
}

describe('the lock', () => {
  /** A process id that was in use and is not any more. */
  async function deadPid() {
    const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' })
    await once(child, 'exit')
    return child.pid ?? 0
  }
  const holder = (over: object) => JSON.stringify({ pid: process.pid, host: hostname(), start: null, ...over })

  /** Takes the lock, reads from its file who holds it, and gives it back. */
  async function lockAndTellHolder() {
    const lock = await lockDataDir(folder)
    const { pid } = JSON.parse(await readFile(lockPath(), 'utf8')) as { readonly pid: number }
    lock.release()
    return pid
  }

  test('is given once within a process too', async () => {
    const lock = await lockDataDir(folder)
    await expect(lockDataDir(folder)).rejects.toBeInstanceOf(DataDirInUseError)
    lock.release()
    ;(await lockDataDir(folder)).release()
  })

  test('of a dead process is taken over', async () => {
    await writeFile(lockPath(), holder({ pid: await deadPid() }))
    expect(await lockAndTellHolder()).toBe(process.pid)
  })

  test('of a dead process whose id another process has now is taken over', async () => {
    await writeFile(lockPath(), holder({ start: 'an earlier boot/1' }))
    expect(await lockAndTellHolder()).toBe(process.pid)
  })

  test('of a process that died while it wrote the file is taken over', async () => {
    await writeFile(lockPath(), '{"pid":')
    await utimes(lockPath(), new Date(0), new Date(0))
    expect(await lockAndTellHolder()).toBe(process.pid)
  })

  test('of a process that died during a takeover is taken over', async () => {
    const pid = await deadPid()
    await writeFile(lockPath(), holder({ pid }))
    await writeFile(`${lockPath()}.takeover`, holder({ pid }))
    expect(await lockAndTellHolder()).toBe(process.pid)
    await expect(stat(`${lockPath()}.takeover`)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('of another machine is respected, because this machine cannot tell whether it runs', async () => {
    await writeFile(lockPath(), holder({ pid: await deadPid(), host: 'elsewhere' }))
    await expect(lockDataDir(folder)).rejects.toThrow(
      /on elsewhere; if that process no longer runs, delete .*runlens\.lock\.$/,
    )
  })

  test('that is being written at this moment is waited for', async () => {
    await writeFile(lockPath(), '')
    // Heard from the beginning: it may be refused before the file is closed.
    const outcome = Promise.allSettled([lockDataDir(folder)])
    await writeFile(lockPath(), holder({}))
    expect(await outcome).toMatchObject([{ status: 'rejected', reason: expect.any(DataDirInUseError) }])
  })

  test('that other processes want too, in containers where that can be, and whose holders die over it, is never held by two', async () => {
    const script = new URL('../../../support/contendForStoreLock.ts', import.meta.url).pathname
    const contenders = Array.from({ length: 4 }, (_, index) => start(script, { contained: canContain && index > 0 }))
    const reports = await Promise.all(contenders.map(async (child) => JSON.parse(await firstLine(child)) as Report))
    expect(reports.map(({ overlaps }) => overlaps)).toEqual([0, 0, 0, 0])
    expect(Math.max(...reports.map(({ held }) => held))).toBeGreaterThan(1)
  })

  test('that many want at once when it is stale goes to exactly one', async () => {
    for (let round = 0; round < 20; round++) {
      await writeFile(lockPath(), holder({ pid: 2 ** 30 }))
      const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockDataDir(folder)))
      const won = outcomes.filter((outcome) => outcome.status === 'fulfilled')
      expect(won).toHaveLength(1)
      for (const { value } of won) value.release()
    }
  })
})
