import { chmod, mkdir, stat } from 'node:fs/promises'

const OTHERS = 0o077
/** Set on folders that many users share, such as /tmp. */
const STICKY = 0o1000

/**
 * Creates a folder that no other user may enter, or restricts an existing one if it is ours. PGlite creates files that
 * everybody may read and write, whatever the umask, so the folder is all that keeps others out.
 */
export async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { uid, mode } = await stat(folder)
  const isOurs = uid === process.getuid?.()
  if (isOurs && (mode & OTHERS) !== 0 && (mode & STICKY) === 0) await chmod(folder, 0o700)
}
