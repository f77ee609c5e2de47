import { closeSync, openSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DataDirInUseError, lockDataDir } from '#server/db/lockFile.ts'

/**
 * A process of its own that takes the lock of the folder of its first argument again and again. Mostly it does not give
 * it back but leaves it as a process that died would. While it holds the lock it has a file that only one may create.
 * After three seconds it prints how often it held the lock, and how often somebody else held it as well.
 */
async function contend(folder: string): Promise<void> {
  const end = Date.now() + 3000
  let held = 0
  let overlaps = 0
  while (Date.now() < end) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one attempt after the other
      const lock = await lockDataDir(folder)
      held++
      if (!aloneFor(Math.random() * 3, join(folder, 'held'))) overlaps++
      if (Math.random() < 0.2) lock.release()
      else die(folder)
    } catch (error) {
      if (!(error instanceof DataDirInUseError)) throw error
      // oxlint-disable-next-line no-await-in-loop -- before the next attempt
      await sleep(Math.random() * 2)
    }
  }
  process.stdout.write(`${JSON.stringify({ held, overlaps })}\n`)
}

/** Keeps the file for some milliseconds, without letting go of the thread; false where somebody else has it. */
function aloneFor(ms: number, file: string): boolean {
  try {
    closeSync(openSync(file, 'wx'))
  } catch {
    return false
  }
  const end = performance.now() + ms
  while (performance.now() < end);
  unlinkSync(file)
  return true
}

/** Makes the lock that of a process that does not exist. */
function die(folder: string): void {
  const draft = join(folder, `draft-${process.pid}`)
  writeFileSync(draft, JSON.stringify({ pid: 2 ** 30, host: hostname(), start: null }))
  renameSync(draft, join(folder, 'runlens.lock'))
}

await contend(process.argv[2] ?? '')
