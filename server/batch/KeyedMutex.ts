/**
 * Does work that shares a key one after the other, in the order in which it came; work of other keys does not wait for it.
 * Of all keys together, at most so much is done or waits.
 */
export class KeyedMutex {
  readonly #most: number
  readonly #last = new Map<string, Promise<void>>()
  #count = 0

  constructor(most: number) {
    this.#most = most
  }

  /** Undefined, and nothing is done, where too much waits already. */
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
