import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, renameSync, statSync, unlinkSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { isErrno } from './isErrno.ts'
import { withShortPath } from './shortPath.ts'

/**
 * A sign in a folder that its process is alive: a Unix socket with a listener. The system removes the listener however
 * the process ends, and any process on the machine, in any container and under any host name, can tell by connecting:
 * the connection is accepted or refused. Sockets of other machines, on a network file system, look dead.
 *
 * Every flag has a unique name, used once. So a dead flag can be removed at any time, and nobody can remove a live one
 * by mistake; that is why flags do not share one well-known name.
 */
export type Flag = {
  readonly name: string
  /** Removes the flag. */
  lower(): void
  /** Stops listening and leaves the socket file in place, as when the process dies. */
  drop(): void
}

const FLAG = /^runlens\.lock\.[0-9a-f]{16}$/
const DRAFT = /^runlens\.lock\.[0-9a-f]{16}\.new$/
const NAME_BYTES = 'runlens.lock.0123456789abcdef.new'.length
/** An older draft was left by a process that died between creating and renaming it. */
const DRAFT_MS = 60_000

/**
 * Errors of systems without Unix sockets, or without them in this folder, such as file systems shared with a virtual
 * machine.
 */
const NO_SOCKETS = ['ENOTSUP', 'EOPNOTSUPP', 'EPERM', 'EINVAL', 'ENOSYS', 'EAFNOSUPPORT']

/** Undefined if this folder does not support sockets. Rejects with the system's error if it is not writable. */
export async function raiseFlag(folder: string): Promise<Flag | undefined> {
  if (process.platform === 'win32') return undefined
  const name = `runlens.lock.${randomBytes(8).toString('hex')}`
  const server = createServer((socket) => socket.destroy())
  server.unref()
  try {
    await withShortPath(folder, NAME_BYTES, async (path) => {
      server.listen({ path: join(path, `${name}.new`), exclusive: true })
      await once(server, 'listening')
    })
    // Renamed to a flag's name only now: a socket that is bound but not listening yet would look dead.
    renameSync(join(folder, `${name}.new`), join(folder, name))
  } catch (error) {
    server.close()
    if (isErrno(error, ...NO_SOCKETS)) return undefined
    throw error
  }
  // A connection that cannot be accepted still shows the caller that we are alive.
  server.on('error', () => undefined)
  return flagOf(folder, name, server)
}

const flagOf = (folder: string, name: string, server: Server): Flag => ({
  name,
  lower: () => {
    remove(join(folder, name))
    server.close()
  },
  drop: () => void server.close(),
})

/** The names of the flags in the folder whose processes are alive. Removes dead ones. */
export async function liveFlags(folder: string): Promise<readonly string[]> {
  const sockets = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isSocket())
  const live = await withShortPath(folder, NAME_BYTES, (path) =>
    Promise.all(
      sockets
        .filter(({ name }) => FLAG.test(name))
        .map(async ({ name }) => ((await answers(join(path, name))) ? name : dead(join(folder, name)))),
    ),
  )
  for (const { name } of sockets) if (DRAFT.test(name)) removeOldDraft(join(folder, name))
  return live.filter((name) => name !== undefined)
}

function dead(path: string): undefined {
  remove(path)
}

/**
 * Whether somebody is listening. Any error but a plain refusal may come from a process that is busy or belongs to
 * another user.
 */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', (error) => resolve(!isErrno(error, 'ECONNREFUSED', 'ENOENT')))
  })
}

function removeOldDraft(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found && Date.now() - found.mtimeMs > DRAFT_MS) remove(path)
}

function remove(path: string): void {
  try {
    unlinkSync(path)
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error
  }
}
