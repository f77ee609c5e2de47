import { setTimeout } from 'node:timers/promises'

/**
 * Does the work over and over, with a pause after each turn, until it is told to stop; the function that it returns waits
 * for the turn that goes on. A turn that fails is passed over: a database that cannot be reached is told of by whoever
 * asks it for something, and the next turn tries again.
 */
export function repeatedly(pauseMs: number, work: (isStopped: () => boolean) => Promise<unknown>): () => Promise<void> {
  const stop = new AbortController()
  const { signal } = stop
  const loop = async () => {
    while (!signal.aborted) {
      // oxlint-disable-next-line no-await-in-loop -- one turn after the other
      await work(() => signal.aborted).catch(() => undefined)
      // oxlint-disable-next-line no-await-in-loop -- as above
      await setTimeout(pauseMs, undefined, { signal }).catch(() => undefined)
    }
  }
  const running = loop()
  return async () => {
    stop.abort()
    await running
  }
}
