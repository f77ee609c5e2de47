import { closeSync, fstatSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod/mini'
import { processStart } from './processStart.ts'

/**
 * An exclusive lock on a data folder. PGlite has none of its own, and two processes on one folder corrupt it silently.
 * The file tells who holds it; it is removed on release, and taken over where its holder is dead.
 */
export type Lock = { release(): void }

/** Another process has the data folder open. */
export class DataDirInUseError extends Error {
  override readonly name = 'DataDirInUseError'
}

const Holder = z.object({ pid: z.int(), host: z.string(), start: z.nullable(z.string()) })
type Holder = Readonly<z.output<typeof Holder>>

/** A lock file that cannot be read is the unfinished one of a process that is writing it, or that died over it if it is older. */
const WRITING_MS = 2000
const RETRY_MS = 50

export async function lockDataDir(dataDir: string): Promise<Lock> {
  const path = join(dataDir, 'runlens.lock')
  const outcome = await acquire(path)
  if (outcome.kind === 'held') throw new DataDirInUseError(inUse(dataDir, path, outcome.by))
  return outcome.lock
}

function inUse(dataDir: string, path: string, by: Holder): string {
  if (by.host === hostname()) return `The data folder ${dataDir} is in use by process ${by.pid}.`
  return `The data folder ${dataDir} is in use by process ${by.pid} on ${by.host}; if that one is gone, delete ${path}.`
}

type Outcome = { readonly kind: 'acquired'; readonly lock: Lock } | { readonly kind: 'held'; readonly by: Holder }

async function acquire(path: string): Promise<Outcome> {
  for (;;) {
    const lock = create(path)
    if (lock) return { kind: 'acquired', lock }
    const found = inspect(path)
    switch (found.kind) {
      case 'held':
        return found
      case 'stale':
        // oxlint-disable-next-line no-await-in-loop -- each round depends on what the former one found
        await removeStale(path)
        break
      case 'unfinished':
        // oxlint-disable-next-line no-await-in-loop -- waiting for another process, not for independent work
        await sleep(RETRY_MS)
        break
      case 'absent':
        break
    }
  }
}

/**
 * Removes a lock whose holder is dead. Two processes may find the same dead holder; were both to remove the file, the
 * slower one would remove the faster one's new lock. So removing needs a lock of its own, and looks again once it has
 * it. That lock is acquired in the same way, so a process that dies at this very point blocks nobody.
 */
async function removeStale(path: string): Promise<void> {
  const takeover = await acquire(`${path}.takeover`)
  if (takeover.kind === 'held') {
    await sleep(RETRY_MS)
    return
  }
  try {
    if (inspect(path).kind === 'stale') remove(path)
  } finally {
    takeover.lock.release()
  }
}

/** Creates the file, or does nothing where there is one: the operating system lets only one process create it. */
function create(path: string): Lock | undefined {
  let file: number
  try {
    file = openSync(path, 'wx', 0o600)
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return undefined
    throw error
  }
  const holder: Holder = { pid: process.pid, host: hostname(), start: processStart(process.pid) ?? null }
  writeSync(file, JSON.stringify(holder))
  closeSync(file)
  let held = true
  return {
    release: () => {
      // A second release must not remove the lock of whoever came next.
      if (held) remove(path)
      held = false
    },
  }
}

type Found =
  | { readonly kind: 'held'; readonly by: Holder }
  | { readonly kind: 'stale' }
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'absent' }

function inspect(path: string): Found {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return { kind: 'absent' }
    throw error
  }
  // Age and text are of one file, also where another one takes its name at this moment.
  const age = Date.now() - fstatSync(file).mtimeMs
  const text = readFileSync(file, 'utf8')
  closeSync(file)
  const by = holderIn(text)
  if (by) return isAlive(by) ? { kind: 'held', by } : { kind: 'stale' }
  return { kind: age > WRITING_MS ? 'stale' : 'unfinished' }
}

function holderIn(text: string): Holder | undefined {
  try {
    return z.parse(Holder, JSON.parse(text))
  } catch {
    return undefined
  }
}

/** Whether the holder still runs. Of another machine nobody here can know, so it counts as alive. */
function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) return true
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    // EPERM: it runs, as somebody else.
    if (!isErrno(error, 'EPERM')) return false
  }
  // Process ids are used again; the same id with another start is another process.
  const start = processStart(holder.pid)
  return holder.start === null || start === undefined || start === holder.start
}

function remove(path: string): void {
  try {
    unlinkSync(path)
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error
  }
}

const isErrno = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code
