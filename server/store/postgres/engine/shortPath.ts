import { closeSync, existsSync, mkdtempSync, openSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'

/** The address of a Unix socket holds 108 bytes on Linux and 104 elsewhere, including the terminating zero. */
const ADDRESS_MAX = 103

/**
 * Calls `work` with a path to the folder short enough that a name of `nameBytes` bytes fits into a socket address,
 * however deep the folder is. The path may be valid only until `work` is done.
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
    // On Linux, an open folder has a short path.
    const own = `/proc/self/fd/${descriptor}`
    return existsSync(own) ? await work(own) : await byLink(folder, work)
  } finally {
    closeSync(descriptor)
  }
}

/** Uses a link in a folder that nobody else can write to, for systems without /proc. */
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
