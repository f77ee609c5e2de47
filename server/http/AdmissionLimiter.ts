export type AdmissionLimits = {
  /** Maximum number of bodies that are unpacked, read and stored concurrently. */
  readonly working: number
  /** Maximum number of further bodies that have been received and wait for their turn. */
  readonly waiting: number
  /** Maximum bytes of all received bodies that are not processed yet. */
  readonly heldBytes: number
  /** Maximum unpacked bytes of all bodies in progress. A body that is alone may have more. */
  readonly workingBytes: number
}

/** A body that received nothing for this long has to make room if others need it. */
const STALLED_MS = 2_000

/**
 * Limits the memory that many concurrent large bodies can take. A body takes a place only once it is complete, and room
 * only for bytes received, so slow senders keep nobody from working. When room runs out, stalled senders are dropped.
 */
export class AdmissionLimiter {
  readonly #limits: AdmissionLimits
  readonly #queue: { readonly bytes: number; readonly start: () => void }[] = []
  readonly #receiving = new Set<Receiving>()
  #working = 0
  #workingBytes = 0
  #heldBytes = 0

  constructor(limits: AdmissionLimits) {
    this.#limits = limits
  }

  /** Runs the work of one request, which may hold its body meanwhile. */
  async admit<Result>(work: (place: Place) => Promise<Result>): Promise<Result> {
    const stop = new AbortController()
    const receiving: Receiving = { stop, lastMs: performance.now(), held: 0 }
    this.#receiving.add(receiving)
    try {
      return await work({
        signal: stop.signal,
        hold: (bytes) => this.#hold(receiving, bytes),
        inTurn: (task, bytes) => {
          this.#receiving.delete(receiving)
          return this.#inTurn(task, bytes ?? 0)
        },
      })
    } finally {
      this.#receiving.delete(receiving)
      this.#release(receiving)
    }
  }

  #hold(receiving: Receiving, bytes: number): boolean {
    if (receiving.stop.signal.aborted) return false
    receiving.lastMs = performance.now()
    if (this.#heldBytes + bytes > this.#limits.heldBytes) this.#makeRoom(receiving.lastMs, bytes)
    if (this.#heldBytes + bytes > this.#limits.heldBytes) return false
    this.#heldBytes += bytes
    receiving.held += bytes
    return true
  }

  /** Drops the senders that have been stalled longest, as many as needed. */
  #makeRoom(now: number, bytes: number): void {
    const stalled = [...this.#receiving].filter(({ lastMs, held }) => held > 0 && now - lastMs > STALLED_MS)
    for (const one of stalled.sort((a, b) => a.lastMs - b.lastMs)) {
      if (this.#heldBytes + bytes <= this.#limits.heldBytes) return
      one.stop.abort()
      this.#release(one)
    }
  }

  #release(receiving: Receiving): void {
    this.#heldBytes -= receiving.held
    receiving.held = 0
  }

  async #inTurn<Result>(task: () => Promise<Result>, bytes: number): Promise<Result | undefined> {
    if (this.#queue.length > 0 || !this.#hasRoom(bytes)) {
      if (this.#queue.length >= this.#limits.waiting) return undefined
      await new Promise<void>((start) => this.#queue.push({ bytes, start }))
    } else this.#begin(bytes)
    try {
      return await task()
    } finally {
      this.#working -= 1
      this.#workingBytes -= bytes
      this.#startNext()
    }
  }

  #hasRoom(bytes: number): boolean {
    if (this.#working === 0) return true
    return this.#working < this.#limits.working && this.#workingBytes + bytes <= this.#limits.workingBytes
  }

  #begin(bytes: number): void {
    this.#working += 1
    this.#workingBytes += bytes
  }

  /** In order of arrival, so that a large body gets its turn too. */
  #startNext(): void {
    for (let next = this.#queue[0]; next !== undefined && this.#hasRoom(next.bytes); next = this.#queue[0]) {
      this.#queue.shift()
      this.#begin(next.bytes)
      next.start()
    }
  }
}

type Receiving = { readonly stop: AbortController; lastMs: number; held: number }

export type Place = {
  /** Aborted when the body has to make room for others. */
  readonly signal: AbortSignal
  /** Reserves room for this many more bytes until the request is done. Returns whether there was room. */
  hold(bytes: number): boolean
  /**
   * Waits for a turn with room for this many bytes, and keeps it while the task runs. Undefined if too many are
   * waiting.
   */
  inTurn<Result>(task: () => Promise<Result>, bytes?: number): Promise<Result | undefined>
}
