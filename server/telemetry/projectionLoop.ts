import type { Lane, SpanStore } from '#server/store/ports/spans.ts'
import type { Projector } from './Projector.ts'

/** Spans of one export come in several requests; a short wait draws them once. */
const GATHER_MS = 40
/** How often runs are looked for that became quiet, or whose spans another server took. */
const TURN_MS = 1000

/** A large run rests by itself, see `Projector`; this leaves a moment to readers between turns of small ones. */
const REST_MAX_MS = 250

/**
 * Projects runs soon after their spans came, as long as the server runs: large ones beside the others, which would wait
 * long for one. Returns how to stop it, which waits for the work that goes on.
 */
export function startProjectionLoop(
  spans: Pick<SpanStore, 'onSpans'>,
  projector: Pick<Projector, 'projectDue'>,
): () => Promise<void> {
  const stop = new AbortController()
  const loops = (['small', 'large'] as const).map((lane) => keepProjecting(spans, projector, lane, stop.signal))
  return async () => {
    stop.abort()
    await Promise.all(loops)
  }
}

async function keepProjecting(
  spans: Pick<SpanStore, 'onSpans'>,
  projector: Pick<Projector, 'projectDue'>,
  lane: Lane,
  signal: AbortSignal,
): Promise<void> {
  const bell = new Bell()
  const stopListening = spans.onSpans(() => bell.ring())
  while (!signal.aborted) {
    bell.hush()
    const start = performance.now()
    // A database that cannot be reached is told of by whoever asks it for something; the next turn tries again.
    // oxlint-disable-next-line no-await-in-loop -- one turn after the other
    await projector.projectDue(() => signal.aborted, lane).catch(() => undefined)
    const worked = performance.now() - start
    // oxlint-disable-next-line no-await-in-loop -- as above
    await pause(Math.max(GATHER_MS, Math.min(REST_MAX_MS, worked)), signal)
    // oxlint-disable-next-line no-await-in-loop -- as above
    await Promise.race([bell.rung, pause(TURN_MS, signal)])
  }
  stopListening()
}

/** Rings once, also for whoever listens only later. */
class Bell {
  #ring: () => void = () => undefined
  rung: Promise<void> = Promise.resolve()

  hush(): void {
    this.rung = new Promise((resolve) => {
      this.#ring = resolve
    })
  }

  ring(): void {
    this.#ring()
  }
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) return resolve()
    const over = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', over)
      resolve()
    }
    const timer = setTimeout(over, ms)
    signal.addEventListener('abort', over)
  })
