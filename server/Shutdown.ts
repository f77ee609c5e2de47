import { setTimeout as sleep } from 'node:timers/promises'
import { say } from './cli/say.ts'
import { EXIT } from './exitCodes.ts'
import type { Readiness } from './http/Readiness.ts'

/* How the process ends: signals, the drain delay in which load balancers redirect requests, and a hard deadline. */

/**
 * Anything that does not finish, such as a start, a migration or a database engine, is killed after this.
 * Acknowledged writes are stored.
 */
const SHUTDOWN_MAX_MS = 9000
/** A load balancer that has polled the server polls again within this time; most do every 2 to 10 seconds. */
const WATCHED_MS = 60_000
const DRAIN_MS = 5000

export class Shutdown {
  readonly #interrupted = this.#heard('SIGINT')
  readonly #terminated = this.#heard('SIGTERM')
  #delayMs: number | undefined

  /** Extends the deadline by a configured delay. Call it before anything can end the process. */
  allowDelay(delayMs: number | undefined): void {
    this.#delayMs = delayMs
  }

  /** Resolves with the reason to end: a signal, or the permanent loss of a resource. */
  asked(lost: Promise<Error> | undefined): Promise<NodeJS.Signals | Error> {
    return Promise.race([this.#interrupted, this.#terminated, ...(lost ? [lost] : [])])
  }

  /**
   * Keeps serving until load balancers have polled again and redirect their requests. Without a load balancer, for
   * example in a terminal, it does not wait.
   */
  async drained(ended: NodeJS.Signals | Error, readiness: Readiness): Promise<void> {
    const delayMs = this.#delayMs ?? (readiness.isWatched(WATCHED_MS) ? DRAIN_MS : 0)
    if (ended === 'SIGTERM') await Promise.race([sleep(delayMs), this.#interrupted])
  }

  // The second signal of the same kind finds no listener and kills the process at once.
  #heard(signal: NodeJS.Signals): Promise<NodeJS.Signals> {
    return new Promise((resolve) => {
      process.once(signal, () => {
        resolve(signal)
        const more = Math.max(0, (this.#delayMs ?? DRAIN_MS) - DRAIN_MS)
        setTimeout(endAnyway, SHUTDOWN_MAX_MS + more).unref()
      })
    })
  }
}

function endAnyway(): void {
  say('Shutdown took too long and was forced. Acknowledged writes are kept.')
  process.exit(EXIT.ok)
}
