/**
 * Runs work with the same key sequentially, in order of arrival; work with other keys does not wait for it. Limits how
 * much is running or waiting over all keys.
 */
export class KeyedMutex {
  readonly #most: number
  readonly #last = new Map<string, Promise<void>>()
  #count = 0

  constructor(most: number) {
    this.#most = most
  }

  /** Returns undefined without doing anything if too much is waiting already. */
  async take<Result>(key: string, work: () => Promise<Result>): Promise<Result | undefined> {
    if (this.#count >= this.#most) return undefined
    this.#count += 1
    const before = this.#last.get(key)
    const mine = before === undefined ? work() : before.then(work)
    const settled = mine.then(
      () => undefined,
      () => undefined,
    )
    this.#last.set(key, settled)
    try {
      return await mine
    } finally {
      this.#count -= 1
      if (this.#last.get(key) === settled) this.#last.delete(key)
    }
  }
}
