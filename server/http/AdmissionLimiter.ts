export type IntakeLimits = {
  /** Bodies that are unpacked, read and stored at once. */
  readonly working: number
  /** Bodies beside these that came whole and wait for their turn. */
  readonly waiting: number
  /** Bytes of all bodies that came and are not worked off yet. */
  readonly heldBytes: number
  /** Bytes of all bodies that are worked on, unpacked. One that is alone may have more. */
  readonly workingBytes: number
}

/** Nothing of a body came for so long: it has to make room where others need it. */
const STALLED_MS = 2_000

/**
 * Bounds what many large bodies at once can take of memory. A body takes a place only once it is there, and room only for
 * the bytes that came, so that slow senders keep nobody from working. Where there is no room left, those go that send nothing.
 */
export class AdmissionLimiter {
  readonly #limits: IntakeLimits
  readonly #queue: { readonly bytes: number; readonly start: () => void }[] = []
  readonly #receiving = new Set<Receiving>()
  #working = 0
  #workingBytes = 0
  #heldBytes = 0

  constructor(limits: IntakeLimits) {
    this.#limits = limits
  }

  /** Does the work of one request, whose body may then be held. */
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

  /** Sends those away of whom nothing came for longest, as many as it takes. */
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

  /** In the order in which they came, so that a large one gets its turn too. */
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
  /** Aborted where the body has to make room for others. */
  readonly signal: AbortSignal
  /** Whether so many more bytes may be held, until the work of the request is done. */
  hold(bytes: number): boolean
  /** Waits for a turn in which so many bytes may be worked on, and keeps it while the task is done; undefined where too many wait. */
  inTurn<Result>(task: () => Promise<Result>, bytes?: number): Promise<Result | undefined>
}
