import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { programFile } from './programFile.ts'

/** The folders with the code that makes replies. The built server is one folder. */
const FOLDERS = [programFile('.', '.'), programFile('../contract', '.')].map((folder) => fileURLToPath(folder))
const PROGRAM = /\.(?:[cm]?[jt]s|sql)$/

/**
 * Identifies the build of this program: it changes with the code, even without a new version, and is the same on all
 * machines. Clients with a reply cached from another build request it again.
 */
export async function readBuild(version: string): Promise<string> {
  const hash = createHash('sha256').update(version)
  for (const folder of FOLDERS) {
    // oxlint-disable-next-line no-await-in-loop -- the order must be fixed, or the same program would get different hashes
    for (const file of await programIn(folder)) hash.update(file)
  }
  return hash.digest('base64url').slice(0, 12)
}

async function programIn(folder: string): Promise<readonly Uint8Array[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  const programs = names.filter((name) => PROGRAM.test(name)).sort()
  return await Promise.all(programs.map((name) => readFile(join(folder, name))))
}
