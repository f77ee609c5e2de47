import { statfs } from 'node:fs/promises'
import { StoreUnavailableError } from '#server/store/ports/errors.ts'

/**
 * The size of two write-ahead log files. An engine that runs out of space in the middle of a write fails as a whole.
 */
const ROOM_MIN_BYTES = 32 * 1024 * 1024

/** Whether the disk of a folder has room for another write. Does not see quotas; the write itself hits those. */
export async function hasRoom(folder: string): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize >= ROOM_MIN_BYTES
  } catch {
    // The file system does not report free space: try the write.
    return true
  }
}

/** Refuses writes while the disk is nearly full, so that stored data can still be read. Reports it once. */
export class RoomGuard {
  readonly #folder: string
  readonly #say: (sentence: string) => void
  #isFull = false

  constructor(folder: string, say: (sentence: string) => void) {
    this.#folder = folder
    this.#say = say
  }

  /** Throws `StoreUnavailableError`. */
  async check(): Promise<void> {
    const isFull = !(await hasRoom(this.#folder))
    if (isFull !== this.#isFull)
      this.#say(
        isFull
          ? `The disk of ${this.#folder} is full (53100). Writes are refused until it has free space.`
          : `The disk of ${this.#folder} has free space again.`,
      )
    this.#isFull = isFull
    if (isFull)
      throw new StoreUnavailableError('The disk of the embedded database is full', {
        trouble: 'disk_full',
        code: '53100',
      })
  }
}
