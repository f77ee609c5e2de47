import { setTimeout as sleep } from 'node:timers/promises'
import { say } from './cli/say.ts'
import { EXIT } from './exitCodes.ts'
import type { Readiness } from './http/Readiness.ts'

/* How the process ends: signals, the wait in which balancers send requests elsewhere, and what ends it anyway. */

/** Whatever does not come to an end, a start, a migration or an engine, is ended after this: what was acknowledged is stored. */
const ENDING_MAX_MS = 9000
/** A balancer that was here asks again within this time; most ask every 2 to 10 seconds. */
const WATCHED_MS = 60_000
const DRAIN_MS = 5000

export class Ending {
  readonly #interrupted = this.#heard('SIGINT')
  readonly #terminated = this.#heard('SIGTERM')
  #delayMs: number | undefined

  /** Whoever asked for a longer wait before the end gets it. To be called before anything may end. */
  allowDelay(delayMs: number | undefined): void {
    this.#delayMs = delayMs
  }

  /** Resolves with why the process is to end: a signal, or what was lost for good. */
  asked(lost: Promise<Error> | undefined): Promise<NodeJS.Signals | Error> {
    return Promise.race([this.#interrupted, this.#terminated, ...(lost ? [lost] : [])])
  }

  /**
   * A balancer learns of the end by its next question, and sends requests here until then. A person at a terminal waits for
   * nothing.
   */
  async drained(ended: NodeJS.Signals | Error, readiness: Readiness): Promise<void> {
    const delayMs = this.#delayMs ?? (readiness.isWatched(WATCHED_MS) ? DRAIN_MS : 0)
    if (ended === 'SIGTERM') await Promise.race([sleep(delayMs), this.#interrupted])
  }

  // The same signal a second time finds no listener and ends the process at once, for whoever does not want to wait.
  #heard(signal: NodeJS.Signals): Promise<NodeJS.Signals> {
    return new Promise((resolve) => {
      process.once(signal, () => {
        resolve(signal)
        const more = Math.max(0, (this.#delayMs ?? DRAIN_MS) - DRAIN_MS)
        setTimeout(endAnyway, ENDING_MAX_MS + more).unref()
      })
    })
  }
}

function endAnyway(): void {
  say('Shutdown took too long and was forced. Acknowledged writes are kept.')
  process.exit(EXIT.ok)
}
