export type BodyBudgetLimits = {
  /** Maximum bytes of all bodies that are being received, waiting or in progress. */
  readonly heldBytes: number
  /**
   * Maximum bytes of bodies that are parsed and stored concurrently. Parsing takes several times the bytes, so this is
   * far less than may be held. A body that exceeds it is processed when no other is.
   */
  readonly workingBytes: number
}

/** The share of the budget that one request takes until it is answered. */
export type BodyShare = {
  /** Reserves this many more bytes. Returns whether there was room. */
  readonly hold: (bytes: number) => boolean
  /** Waits until the held bytes may be parsed, in order of requests. */
  readonly turn: () => Promise<void>
}

type Waiting = { readonly bytes: number; readonly begin: () => void }

/**
 * Limits the memory of concurrent bodies, by bytes: a thousand small ones are accepted together, large ones one after
 * the other. A body that declares its length gets room for all of it at the start, or none: if room were given piece by
 * piece, many large bodies could fill the budget with their first halves, and none would ever finish.
 */
export class BodyBudget {
  readonly #limits: BodyBudgetLimits
  readonly #queue: Waiting[] = []
  #held = 0
  #working = 0

  constructor(limits: BodyBudgetLimits) {
    this.#limits = limits
  }

  /**
   * Runs the work of one request that declares this many bytes. Returns undefined without running it if there is no
   * room.
   */
  async admit<Result>(toldBytes: number, work: (share: BodyShare) => Promise<Result>): Promise<Result | undefined> {
    let reserved = 0
    let used = 0
    let working = 0
    const reserve = (bytes: number): boolean => {
      if (this.#held + bytes > this.#limits.heldBytes) return false
      this.#held += bytes
      reserved += bytes
      return true
    }
    if (!reserve(toldBytes)) return undefined
    try {
      return await work({
        hold: (bytes) => {
          used += bytes
          return used <= reserved || reserve(used - reserved)
        },
        turn: async () => {
          await this.#begin(used)
          working = used
        },
      })
    } finally {
      this.#held -= reserved
      this.#working -= working
      this.#beginOthers()
    }
  }

  async #begin(bytes: number): Promise<void> {
    if (this.#queue.length === 0 && this.#fits(bytes)) this.#working += bytes
    else await new Promise<void>((begin) => this.#queue.push({ bytes, begin }))
  }

  /** In order of arrival, so that small bodies do not overtake a large one forever. */
  #beginOthers(): void {
    for (let next = this.#queue[0]; next && this.#fits(next.bytes); next = this.#queue[0]) {
      this.#queue.shift()
      this.#working += next.bytes
      next.begin()
    }
  }

  #fits(bytes: number): boolean {
    return this.#working === 0 || this.#working + bytes <= this.#limits.workingBytes
  }
}
