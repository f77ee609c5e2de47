export type BodyBudgetLimits = {
  /** Bytes of all bodies that are coming, wait for their turn or are worked off. */
  readonly heldBytes: number
  /**
   * Bytes of the bodies that are parsed and stored at once. What is parsed takes several times its bytes, so that this is far
   * less than may be held. A body that alone has more is worked off when no other is.
   */
  readonly workingBytes: number
}

/** What one request takes of the budget, until it is answered. */
export type BodyShare = {
  /** Whether so many more bytes may be held. */
  readonly hold: (bytes: number) => boolean
  /** Waits until what is held may be parsed, after those who asked before. */
  readonly turn: () => Promise<void>
}

type Waiting = { readonly bytes: number; readonly begin: () => void }

/**
 * Bounds what many bodies at once take of memory, by their bytes: a thousand small ones are taken together, and large ones
 * one after the other. A body that tells its length has room for all of it from the beginning, or none: were it taken piece
 * by piece, many large ones could fill the budget with their first halves, and none would ever end.
 */
export class BodyBudget {
  readonly #limits: BodyBudgetLimits
  readonly #queue: Waiting[] = []
  #held = 0
  #working = 0

  constructor(limits: BodyBudgetLimits) {
    this.#limits = limits
  }

  /** Does the work of one request that tells so many bytes; undefined, and nothing is done, where there is no room. */
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

  /** In their order: a large one that waits is not passed by small ones for ever. */
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
