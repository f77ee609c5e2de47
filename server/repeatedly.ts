import { setTimeout } from 'node:timers/promises'

/**
 * Repeats the work, with a pause after each turn, until stopped. The returned function stops it and waits for the
 * current turn, but not for the pause. A turn may return its own pause in milliseconds. A failed turn is ignored:
 * requests that use the database report that it is unavailable, and the next turn tries again.
 */
export function repeatedly(
  pauseMs: number,
  work: (isStopped: () => boolean) => Promise<number | void>,
): () => Promise<void> {
  const stop = new AbortController()
  const { signal } = stop
  // Async, so that a synchronous throw ends the turn and not the loop.
  const turn = async () => await work(() => signal.aborted)
  const loop = async () => {
    while (!signal.aborted) {
      // oxlint-disable-next-line no-await-in-loop -- sequential turns
      const answered = await turn().catch(() => undefined)
      const pause = typeof answered === 'number' && answered >= 0 ? Math.min(answered, PAUSE_MAX_MS) : pauseMs
      // oxlint-disable-next-line no-await-in-loop -- sequential turns
      await setTimeout(pause, undefined, { signal }).catch(() => undefined)
    }
  }
  const running = loop()
  return async () => {
    stop.abort()
    await running
  }
}

/** A timer with a delay of more than 31 bits would fire at once. */
const PAUSE_MAX_MS = 2 ** 31 - 1
