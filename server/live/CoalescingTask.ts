/**
 * Runs `work` soon after a request, never twice at once. Requests made while it runs or waits are combined into one
 * further run. Before each run it rests for `restMs`, and at least as long as the last run took, so that endless
 * requests use at most half of the time.
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
    // The next request meets the same error, or finds it gone; a reader's watchdog notices if it persists.
    await this.#work().catch(() => undefined)
    this.#lastMs = performance.now() - start
    const state: string = this.#state
    if (state === 'asked again') this.#wait()
    else if (state === 'working') this.#state = 'idle'
  }
}
