/** Whether new requests are wanted, for load balancers, and whether one is asking at all. */
export class Readiness {
  #isDraining = false
  #askedAt = -Infinity

  /** Stops asking for new requests. Requests that arrive anyway are answered as before. */
  drain(): void {
    this.#isDraining = true
  }

  ask(): 'ready' | 'draining' {
    this.#askedAt = performance.now()
    return this.#isDraining ? 'draining' : 'ready'
  }

  /** Whether somebody asked within this many milliseconds, and so will probably ask again. */
  isWatched(withinMs: number): boolean {
    return performance.now() - this.#askedAt <= withinMs
  }
}
