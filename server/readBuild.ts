import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What replies are made by: this folder and the contract, as far as they are folders of their own. */
const FOLDERS = ['.', '../contract'].map((folder) => fileURLToPath(new URL(folder, import.meta.url)))
const PROGRAM = /\.(?:[cm]?[jt]s|sql)$/

/**
 * Stands for this very program: another text for another one, also where nobody gave that another version, and the same on
 * all machines. Clients that kept a reply of the one ask the other for it anew.
 */
export async function readBuild(version: string): Promise<string> {
  const hash = createHash('sha256').update(version)
  for (const folder of FOLDERS) {
    // oxlint-disable-next-line no-await-in-loop -- in order, or the same program would have several names
    for (const file of await programIn(folder)) hash.update(file)
  }
  return hash.digest('base64url').slice(0, 12)
}

async function programIn(folder: string): Promise<readonly Uint8Array[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  const programs = names.filter((name) => PROGRAM.test(name)).sort()
  return await Promise.all(programs.map((name) => readFile(join(folder, name))))
}
