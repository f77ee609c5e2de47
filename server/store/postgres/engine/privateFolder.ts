import { chmod, mkdir, stat } from 'node:fs/promises'

const OTHERS = 0o077
/** On a folder that many users share, such as /tmp. */
const STICKY = 0o1000

/**
 * Makes a folder that nobody else may enter, or makes one so that is there, where it is ours to do. What PGlite puts into it
 * may be read and written by everybody, whatever the umask is, so that the folder is all that keeps others out.
 */
export async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { uid, mode } = await stat(folder)
  const isOurs = uid === process.getuid?.()
  if (isOurs && (mode & OTHERS) !== 0 && (mode & STICKY) === 0) await chmod(folder, 0o700)
}
