import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, renameSync, statSync, unlinkSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { isErrno } from './isErrno.ts'
import { withShortPath } from './shortPath.ts'

/**
 * A sign in a folder that its process lives: a Unix socket that somebody listens on. The system takes the listener away
 * when the process ends in whatever way, and tells everybody on the machine, in whichever container and under whichever
 * name of host: a connection is made, or refused. Sockets of other machines, on a network file system, look dead.
 *
 * Every flag has a name that is used once. So a dead one can be removed at leisure, and nobody ever removes a live one for
 * it; that is why no flag is bound to a name that all know.
 */
export type Flag = {
  readonly name: string
  /** Takes the flag away. */
  lower(): void
  /** Stops listening and leaves the socket where it is, as the death of the process does. */
  drop(): void
}

const FLAG = /^runlens\.lock\.[0-9a-f]{16}$/
const DRAFT = /^runlens\.lock\.[0-9a-f]{16}\.new$/
const NAME_BYTES = 'runlens.lock.0123456789abcdef.new'.length
/** What is older was left by a process that died between two lines. */
const DRAFT_MS = 60_000

/** What systems say that have no sockets, or not in this folder, such as file systems that are shared with a virtual machine. */
const NO_SOCKETS = ['ENOTSUP', 'EOPNOTSUPP', 'EPERM', 'EINVAL', 'ENOSYS', 'EAFNOSUPPORT']

/** Undefined where there can be no socket in this folder. Rejects with the system's error where it cannot be written to. */
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
    // Only now does it bear the name of a flag: one that is bound and not listened on yet would look dead.
    renameSync(join(folder, `${name}.new`), join(folder, name))
  } catch (error) {
    server.close()
    if (isErrno(error, ...NO_SOCKETS)) return undefined
    throw error
  }
  // A connection that cannot be taken is known to be wanted all the same.
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

/** The names of the flags in the folder whose processes live. Removes those of the dead. */
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

/** Whether somebody listens. Any other answer than a plain no may come from somebody who is busy, or of another user. */
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
