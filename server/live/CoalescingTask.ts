/**
 * Runs `work` soon after it was asked for, never twice at once: what is asked for meanwhile is done in one further turn.
 * It rests for `restMs` before each turn, and at least as long as the last one took, so that what is asked for without
 * end takes half of the time at most.
 */
export class CoalescingTask {
  readonly #work: () => Promise<void>
  readonly #restMs: number
  #state: 'idle' | 'waiting' | 'working' | 'asked again' | 'stopped' = 'idle'
  #lastMs = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(work: () => Promise<void>, restMs: number) {
    this.#work = work
    this.#restMs = restMs
  }

  ask(): void {
    if (this.#state === 'working') this.#state = 'asked again'
    else if (this.#state === 'idle') this.#wait()
  }

  stop(): void {
    this.#state = 'stopped'
    clearTimeout(this.#timer)
  }

  #wait(): void {
    this.#state = 'waiting'
    this.#timer = setTimeout(() => void this.#turn(), Math.max(this.#restMs, this.#lastMs))
  }

  async #turn(): Promise<void> {
    this.#state = 'working'
    const start = performance.now()
    // Whoever asks again finds the same trouble, or finds it gone; a reader's watchdog notices if it stays.
    await this.#work().catch(() => undefined)
    this.#lastMs = performance.now() - start
    const state: string = this.#state
    if (state === 'asked again') this.#wait()
    else if (state === 'working') this.#state = 'idle'
  }
}
