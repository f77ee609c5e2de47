export type IntakeLimits = {
  /** Bodies that are unpacked, read and stored at once. */
  readonly working: number
  /** Requests beside these, whose bodies are still coming or wait for their turn. */
  readonly waiting: number
  /** Bytes of all bodies that came and are not worked off yet. */
  readonly heldBytes: number
}

/**
 * Bounds what many large bodies at once can take of memory. A body is received without a turn, so that a slow sender keeps
 * nobody from working; what its request may hold meanwhile is bounded by the number of requests and by their bytes.
 */
export class Intake {
  readonly #limits: IntakeLimits
  readonly #queue: (() => void)[] = []
  #requests = 0
  #working = 0
  #heldBytes = 0

  constructor(limits: IntakeLimits) {
    this.#limits = limits
  }

  /** Does the work of one request with a place of its own; undefined where no place is free. */
  async admit<Result>(work: (place: Place) => Promise<Result>): Promise<Result | undefined> {
    if (this.#requests >= this.#limits.working + this.#limits.waiting) return undefined
    this.#requests += 1
    let held = 0
    try {
      return await work({
        hold: (bytes) => {
          if (this.#heldBytes + bytes > this.#limits.heldBytes) return false
          this.#heldBytes += bytes
          held += bytes
          return true
        },
        inTurn: (task) => this.#inTurn(task),
      })
    } finally {
      this.#requests -= 1
      this.#heldBytes -= held
    }
  }

  async #inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    if (this.#working < this.#limits.working) this.#working += 1
    // Whoever ends hands its turn to the next, so that the number of those who work stays the same.
    else await new Promise<void>((resolve) => this.#queue.push(resolve))
    try {
      return await task()
    } finally {
      const next = this.#queue.shift()
      if (next) next()
      else this.#working -= 1
    }
  }
}

export type Place = {
  /** Whether so many more bytes may be held, until the work of the request is done. */
  hold(bytes: number): boolean
  /** Waits for a turn and keeps it while the task is done. */
  inTurn<Result>(task: () => Promise<Result>): Promise<Result>
}
