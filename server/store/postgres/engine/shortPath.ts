import { closeSync, existsSync, mkdtempSync, openSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'

/** The address of a Unix socket has room for 108 bytes on Linux and 104 elsewhere, the zero at its end among them. */
const ADDRESS_MAX = 103

/**
 * Calls `work` with a path to the folder that leaves room for a name of so many bytes in the address of a socket, however
 * deep the folder lies. The path may lead there only until the work is done.
 */
export async function withShortPath<Result>(
  folder: string,
  nameBytes: number,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const fits = (path: string) => Buffer.byteLength(path) + 1 + nameBytes <= ADDRESS_MAX
  const direct = [folder, relative(process.cwd(), folder) || '.'].find(fits)
  if (direct !== undefined) return await work(direct)
  const descriptor = openSync(folder, 'r')
  try {
    // On Linux an open folder has a short name of its own.
    const own = `/proc/self/fd/${descriptor}`
    return existsSync(own) ? await work(own) : await byLink(folder, work)
  } finally {
    closeSync(descriptor)
  }
}

/** By a link in a folder that nobody else can write to, on systems without /proc. */
async function byLink<Result>(folder: string, work: (folder: string) => Promise<Result>): Promise<Result> {
  const place = mkdtempSync(join(tmpdir(), 'rl-'))
  try {
    const link = join(place, 'd')
    symlinkSync(resolve(folder), link)
    return await work(link)
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}
