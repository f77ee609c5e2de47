/**
 * Runs a limited number of jobs concurrently while the caller prepares more. The next call throws the first failure,
 * and no new job starts after it.
 */
export class ConcurrencyLimit {
  readonly #most: number
  readonly #running = new Set<Promise<void>>()
  #failure: { readonly reason: unknown } | undefined

  constructor(most: number) {
    this.#most = most
  }

  /** Starts the job as soon as there is a free slot. */
  async begin(work: () => Promise<void>): Promise<void> {
    // oxlint-disable-next-line no-await-in-loop -- waits for a free slot
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
