import type { SpanStore } from '#server/store/ports/spans.ts'

/** How long a count from the store stays valid, plus ten times the duration of the query. */
const FRESH_MS = 1000
const COST_FACTOR = 10

/**
 * Estimates how many spans are waiting to be projected: the last count from the store plus the spans received here
 * since. Cheap enough to ask for every request body.
 */
export class BacklogGauge {
  readonly #store: Partial<Pick<SpanStore, 'backlog'>>
  #told = 0
  #since = 0
  #staleAt = 0
  #isAsking = false

  constructor(store: Partial<Pick<SpanStore, 'backlog'>>) {
    this.#store = store
  }

  get waiting(): number {
    if (performance.now() >= this.#staleAt) void this.#ask()
    return this.#told + this.#since
  }

  count(spans: number): void {
    this.#since += spans
  }

  async #ask(): Promise<void> {
    if (this.#isAsking || this.#store.backlog === undefined) return
    this.#isAsking = true
    const start = performance.now()
    const before = this.#since
    try {
      this.#told = (await this.#store.backlog()).spans
      this.#since -= before
    } catch {
      // The request that stores spans reports that the database is unavailable.
    } finally {
      this.#isAsking = false
      this.#staleAt = performance.now() + FRESH_MS + COST_FACTOR * (performance.now() - start)
    }
  }
}
