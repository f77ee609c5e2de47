/**
 * Work that goes on while more of it is made ready, at most so much at a time. The first failure is thrown by the next
 * call; nothing new is begun after it.
 */
export class ConcurrencyLimit {
  readonly #most: number
  readonly #running = new Set<Promise<void>>()
  #failure: { readonly reason: unknown } | undefined

  constructor(most: number) {
    this.#most = most
  }

  /** Begins the work as soon as there is room for it. */
  async begin(work: () => Promise<void>): Promise<void> {
    // oxlint-disable-next-line no-await-in-loop -- waiting is the point
    while (this.#running.size >= this.#most) await Promise.race(this.#running)
    this.#throwFailure()
    const running = work()
      .catch((reason: unknown) => {
        this.#failure ??= { reason }
      })
      .finally(() => this.#running.delete(running))
    this.#running.add(running)
  }

  async end(): Promise<void> {
    await Promise.all(this.#running)
    this.#throwFailure()
  }

  #throwFailure(): void {
    if (this.#failure) throw this.#failure.reason
  }
}
