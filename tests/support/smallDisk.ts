import { spawnSync } from 'node:child_process'
import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A file system of its own of so many megabytes; undefined where this user may not mount one. */
export async function smallDisk(megabytes: number) {
  const path = await mkdtemp(join(tmpdir(), 'runlens-disk-'))
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path]).status === 0)
    return {
      path,
      /** Leaves no room at all. */
      fill: () => {
        const { bfree, bsize } = statfsSync(path)
        try {
          writeFileSync(join(path, 'ballast'), new Uint8Array(bfree * bsize))
        } catch (error) {
          // Others write there too: it is full before all of it is written.
          if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
        }
      },
      empty: () => rmSync(join(path, 'ballast')),
      remove: async () => {
        // Also where an engine still has files open there.
        spawnSync('umount', ['-l', path])
        await rm(path, { recursive: true, force: true })
      },
    }
  await rm(path, { recursive: true, force: true })
  return undefined
}
