import type { SpanStore } from '#server/store/ports/spans.ts'

/** How old the number may be that the store told, plus ten times as long as it took to tell. */
const FRESH_MS = 1000
const COST_FACTOR = 10

/**
 * How many spans wait to be drawn, as far as this server knows: what the store said a moment ago and what came here since.
 * Asking it costs nothing, so that it can be asked with every body.
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
      // Whoever stores spans is told that the database does not answer.
    } finally {
      this.#isAsking = false
      this.#staleAt = performance.now() + FRESH_MS + COST_FACTOR * (performance.now() - start)
    }
  }
}
