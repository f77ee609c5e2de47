import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DataDirInUseError, DataDirLockError, lockDataDir } from '#server/store/postgres/engine/lockFile.ts'
import { type Flag, raiseFlag } from '#server/store/postgres/engine/raiseFlag.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runlens-test-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const lockPath = () => join(folder, 'runlens.lock')
const note = async () => JSON.parse(await readFile(lockPath(), 'utf8')) as Readonly<Record<string, unknown>>
const rewrite = async (over: object) => writeFile(lockPath(), JSON.stringify({ ...(await note()), ...over }))

/** Takes the lock as another process would, whose death leaves its files. */
async function lockOfAnother() {
  let flag: Flag | undefined
  const lock = await lockDataDir(folder, async (at) => (flag = await raiseFlag(at)))
  return { release: () => lock.release(), die: () => flag?.drop() }
}

describe('a data folder whose holder died', () => {
  // A container has a new name each time it is made, or the same one with processes of the same ids.
  test.each([
    ['under another name of host', { host: 'container-1', pid: 1 }],
    [
      'under this name of host, where its process id is in use again',
      { host: hostname(), pid: process.pid, start: null },
    ],
  ])('%s is free at once', async (_, over) => {
    const { die } = await lockOfAnother()
    await rewrite(over)
    die()
    const lock = await lockDataDir(folder)
    expect((await note())['pid']).toBe(process.pid)
    lock.release()
    expect(await readdir(folder)).toEqual([])
  })
})

describe('a data folder whose holder lives', () => {
  test('in another container is refused with its name, and without the advice to delete anything', async () => {
    await lockOfAnother()
    await rewrite({ host: 'container-1', pid: 1 })
    await expect(lockDataDir(folder)).rejects.toThrow(
      `The data folder ${folder} is in use by process 1 on container-1.`,
    )
  })

  test('is refused also where no process has the id that it has in its container', async () => {
    const { release } = await lockOfAnother()
    await rewrite({ pid: 2 ** 30, start: 'another boot/1' })
    await expect(lockDataDir(folder)).rejects.toBeInstanceOf(DataDirInUseError)
    release()
    ;(await lockDataDir(folder)).release()
  })

  test('is refused however deep the folder lies', async () => {
    folder = join(folder, ...Array.from({ length: 12 }, () => 'a folder of a name of many bytes: é'))
    await mkdir(folder, { recursive: true })
    const { die } = await lockOfAnother()
    await rewrite({ host: 'container-1' })
    await expect(lockDataDir(folder)).rejects.toBeInstanceOf(DataDirInUseError)
    die()
    ;(await lockDataDir(folder)).release()
  })
})

describe('where something else bears the name of the lock', () => {
  const pipe = () => void execFileSync('mkfifo', [lockPath()])
  const listener = async () => {
    const server = createServer().listen(lockPath()).unref()
    await once(server, 'listening')
  }
  test.each([
    ['a link that leads nowhere', 'a link', () => symlink('/nowhere/at/all', lockPath())],
    ['a link to a file', 'a link', () => symlink('/etc/hostname', lockPath())],
    ['a pipe', 'a pipe', pipe],
    ['a folder', 'a folder', () => mkdir(lockPath())],
    ['a socket', 'a socket', listener],
  ])('%s, that is said and nothing waits', async (_, what, make) => {
    await make()
    const refused = lockDataDir(folder)
    await expect(refused).rejects.toBeInstanceOf(DataDirLockError)
    await expect(refused).rejects.toThrow(`${lockPath()} is ${what} and not the lock`)
    expect((await readdir(folder)).filter((name) => name !== 'runlens.lock')).toEqual([])
  })
})
