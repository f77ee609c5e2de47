import { closeSync, openSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DataDirInUseError, lockDataDir } from '#server/store/postgres/engine/lockFile.ts'
import { type Flag, raiseFlag } from '#server/store/postgres/engine/raiseFlag.ts'

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
      let flag: Flag | undefined
      // oxlint-disable-next-line no-await-in-loop -- one attempt after the other
      const lock = await lockDataDir(folder, async (at) => (flag = await raiseFlag(at)))
      held++
      if (!aloneFor(Math.random() * 3, join(folder, 'held'))) overlaps++
      if (Math.random() < 0.2) lock.release()
      // What the system does for a process that dies; its files stay.
      else flag?.drop()
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

await contend(process.argv[2] ?? '')
