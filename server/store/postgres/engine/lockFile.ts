import { closeSync, constants, fstatSync, openSync, readFileSync, readSync, unlinkSync, writeSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod/mini'
import { isErrno } from './isErrno.ts'
import { type Flag, liveFlags, raiseFlag } from './raiseFlag.ts'

/**
 * An exclusive lock on a data folder. PGlite has none of its own, and two processes on one folder corrupt it silently.
 * The holder has a flag in the folder (`raiseFlag`), and beside it the file `runlens.lock` that says who it is. In
 * earlier versions the file alone was the lock, so it also keeps those versions out, and theirs keep this one out.
 */
export type Lock = { release(): void }

/** Another process has the data folder open. */
export class DataDirInUseError extends Error {
  override readonly name = 'DataDirInUseError'
}

/** Something in the data folder has the name of the lock but is not a lock. */
export class DataDirLockError extends Error {
  override readonly name = 'DataDirLockError'
}

/** `flag`: name of the holder's socket. Earlier versions have none. */
const Holder = z.object({ pid: z.int(), host: z.string(), start: z.nullable(z.string()), flag: z.optional(z.string()) })
type Holder = Readonly<z.output<typeof Holder>>

/**
 * An unreadable lock file younger than this is still being written; an older one was left by a process that died while
 * writing it.
 */
const WRITING_MS = 2000
const RETRY_MS = 50
/** How long concurrent starters may take to decide which of them gets the folder. */
const PATIENCE_MS = 10_000

/** Throws `DataDirInUseError` and `DataDirLockError`. */
export async function lockDataDir(dataDir: string, raise = raiseFlag): Promise<Lock> {
  const path = join(dataDir, 'runlens.lock')
  const flag = await standAlone(dataDir, path, raise)
  try {
    const file = await acquire(path, flag)
    if (file.kind === 'held') throw new DataDirInUseError(inUse(dataDir, path, file.by))
    if (inspect(`${path}.takeover`, flag).kind === 'stale') remove(`${path}.takeover`)
    return {
      release: () => {
        file.lock.release()
        flag?.lower()
      },
    }
  } catch (error) {
    flag?.lower()
    throw error
  }
}

/**
 * Raises a flag and looks for others. Of two processes that do so, at least the later one sees the earlier one's flag,
 * so they cannot both believe that they are alone. If several start at once, the one whose name sorts first waits for
 * the others to lower theirs. Undefined if the folder does not support flags; then only the file is left.
 */
async function standAlone(dataDir: string, path: string, raise: typeof raiseFlag): Promise<Flag | undefined> {
  const end = Date.now() + PATIENCE_MS
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- each round depends on the previous one
    const flag = await raise(dataDir)
    if (!flag) return undefined
    try {
      // oxlint-disable-next-line no-await-in-loop -- as above
      if (await outlast(flag, dataDir, path, end)) return flag
    } catch (error) {
      flag.lower()
      throw error
    }
    flag.lower()
    // oxlint-disable-next-line no-await-in-loop -- waiting for another process
    await sleep(RETRY_MS * Math.random())
  }
}

/** Waits until no other flag is left. Returns false if this one has to give way or was removed. */
async function outlast(flag: Flag, dataDir: string, path: string, end: number): Promise<boolean> {
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- each round looks again
    const all = await liveFlags(dataDir)
    const others = all.filter((name) => name !== flag.name)
    if (others.length === all.length) return false
    if (others.length === 0) return true
    const found = inspect(path, flag)
    const by = found.kind === 'absent' || found.kind === 'unfinished' ? undefined : found.by
    if (by?.flag !== undefined && others.includes(by.flag)) throw new DataDirInUseError(inUse(dataDir, path, by))
    if (Date.now() > end) throw new DataDirInUseError(`The data folder ${dataDir} is in use by another process.`)
    if (others.some((name) => name < flag.name)) return false
    // oxlint-disable-next-line no-await-in-loop -- waiting for another process
    await sleep(RETRY_MS)
  }
}

function inUse(dataDir: string, path: string, by: Holder): string {
  if (by.host === hostname()) return `The data folder ${dataDir} is in use by process ${by.pid}.`
  const where = `The data folder ${dataDir} is in use by process ${by.pid} on ${by.host}`
  // A holder with a flag is alive. For a file of an earlier version on another machine, there is no way to know.
  return by.flag === undefined ? `${where}; if that process no longer runs, delete ${path}.` : `${where}.`
}

type Outcome = { readonly kind: 'acquired'; readonly lock: Lock } | { readonly kind: 'held'; readonly by: Holder }

async function acquire(path: string, flag: Flag | undefined): Promise<Outcome> {
  for (;;) {
    const lock = create(path, flag)
    if (lock) return { kind: 'acquired', lock }
    const found = inspect(path, flag)
    switch (found.kind) {
      case 'held':
        return found
      case 'stale':
        // oxlint-disable-next-line no-await-in-loop -- each round depends on the previous one
        await removeStale(path, flag)
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
 * Removes a lock whose holder is dead. Two processes may find the same dead holder; if both removed the file, the
 * slower one would remove the faster one's new lock. So removing requires a lock of its own, and checks again once it
 * has it. That lock is acquired in the same way, so a process that dies at this point blocks nobody.
 */
async function removeStale(path: string, flag: Flag | undefined): Promise<void> {
  const takeover = await acquire(`${path}.takeover`, flag)
  if (takeover.kind === 'held') {
    await sleep(RETRY_MS)
    return
  }
  try {
    if (inspect(path, flag).kind === 'stale') remove(path)
  } finally {
    takeover.lock.release()
  }
}

/** Creates the file, or does nothing if it exists: the operating system lets only one process create it. */
function create(path: string, flag: Flag | undefined): Lock | undefined {
  let file: number
  try {
    file = openSync(path, 'wx', 0o600)
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return undefined
    throw error
  }
  const start = processStart(process.pid) ?? null
  const holder: Holder = { pid: process.pid, host: hostname(), start, ...(flag && { flag: flag.name }) }
  writeSync(file, JSON.stringify(holder))
  closeSync(file)
  let held = true
  return {
    release: () => {
      // A second release must not remove the next holder's lock.
      if (held) remove(path)
      held = false
    },
  }
}

type Found =
  | { readonly kind: 'held'; readonly by: Holder }
  | { readonly kind: 'stale'; readonly by: Holder | undefined }
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'absent' }

/** `flag`: the caller's own flag. Throws `DataDirLockError`. */
function inspect(path: string, flag: Flag | undefined): Found {
  let file: number
  try {
    file = openSync(path, constants.O_RDONLY | NEVER_WAITING)
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return { kind: 'absent' }
    if (isErrno(error, 'ELOOP', 'ENXIO')) throw noLock(path, isErrno(error, 'ELOOP') ? 'a link' : 'a socket')
    throw error
  }
  try {
    const found = fstatSync(file)
    if (!found.isFile()) throw noLock(path, found.isDirectory() ? 'a folder' : found.isFIFO() ? 'a pipe' : 'a device')
    // Age and text are read from one open file, even if another file takes its name at this moment.
    const text = Buffer.alloc(TEXT_BYTES_MAX)
    const by = holderIn(text.toString('utf8', 0, readSync(file, text)))
    if (by) return isAlive(by, flag) ? { kind: 'held', by } : { kind: 'stale', by }
    return Date.now() - found.mtimeMs > WRITING_MS ? { kind: 'stale', by } : { kind: 'unfinished' }
  } finally {
    closeSync(file)
  }
}

/** Opening a pipe would block until somebody writes, and a dangling link makes a name neither free nor taken. */
const NEVER_WAITING = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
const TEXT_BYTES_MAX = 4096

const noLock = (path: string, what: string) =>
  new DataDirLockError(`${path} is ${what} and not the lock of this folder. Remove it, then start again.`)

function holderIn(text: string): Holder | undefined {
  try {
    return z.parse(Holder, JSON.parse(text))
  } catch {
    return undefined
  }
}

/**
 * Whether the holder is still running. A holder that had a flag is not if ours is the only one left, whatever its
 * process id and host. For an earlier version on another machine there is no way to know, so it counts as alive.
 */
function isAlive(holder: Holder, flag: Flag | undefined): boolean {
  if (holder.flag !== undefined && flag) return false
  if (holder.host !== hostname()) return true
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    // EPERM: it is running as another user.
    if (!isErrno(error, 'EPERM')) return false
  }
  // Process ids are reused: the same id with another start is another process.
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

/**
 * Identifies a process even if its id is reused: the boot id of the machine and the start time of the process in clock
 * ticks. Undefined if the system has no /proc, or no such process.
 */
function processStart(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the command in brackets, which may itself contain spaces and brackets; the 22nd field is the
    // start.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    return ticks === undefined ? undefined : `${boot}/${ticks}`
  } catch {
    return undefined
  }
}
