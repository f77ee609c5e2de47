import { setTimeout } from 'node:timers/promises'

/**
 * Does the work over and over, with a pause after each turn, until it is told to stop; the function that it returns waits
 * for the turn that goes on, not for the pause. A turn may answer with the milliseconds of the pause after it. A turn that
 * fails, in whatever way, is passed over: a database that cannot be reached is told of by whoever asks it for something,
 * and the next turn tries again.
 */
export function repeatedly(
  pauseMs: number,
  work: (isStopped: () => boolean) => Promise<number | void>,
): () => Promise<void> {
  const stop = new AbortController()
  const { signal } = stop
  // Within an async function, so that what is thrown before the work has begun ends the turn and not the loop.
  const turn = async () => await work(() => signal.aborted)
  const loop = async () => {
    while (!signal.aborted) {
      // oxlint-disable-next-line no-await-in-loop -- one turn after the other
      const answered = await turn().catch(() => undefined)
      const pause = typeof answered === 'number' && answered >= 0 ? Math.min(answered, PAUSE_MAX_MS) : pauseMs
      // oxlint-disable-next-line no-await-in-loop -- as above
      await setTimeout(pause, undefined, { signal }).catch(() => undefined)
    }
  }
  const running = loop()
  return async () => {
    stop.abort()
    await running
  }
}

/** A timer of more milliseconds than 32 bits hold would go off at once. */
const PAUSE_MAX_MS = 2 ** 31 - 1
