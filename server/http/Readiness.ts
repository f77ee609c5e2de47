/** Whether new requests are wanted, as a load balancer asks it, and whether one asks at all. */
export class Readiness {
  #isDraining = false
  #askedAt = -Infinity

  /** From now on nobody new is wanted. Whoever asks all the same is answered as before. */
  drain(): void {
    this.#isDraining = true
  }

  ask(): 'ready' | 'draining' {
    this.#askedAt = performance.now()
    return this.#isDraining ? 'draining' : 'ready'
  }

  /** Whether somebody asked within so many milliseconds, and so will ask again. */
  isWatched(withinMs: number): boolean {
    return performance.now() - this.#askedAt <= withinMs
  }
}
