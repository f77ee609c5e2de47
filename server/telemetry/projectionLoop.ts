import type { Lane, SpanStore } from '#server/store/ports/spans.ts'
import type { Projector } from './Projector.ts'

/** Spans of one export arrive in several requests; a short delay projects them together. */
const GATHER_MS = 40
/** How often to look for runs that became quiet, or whose spans another server received. */
const TURN_MS = 1000

/** Maximum pause between batches of small runs, to leave time to readers. Large runs pause in `Projector`. */
const REST_MAX_MS = 250

/**
 * Projects runs soon after their spans arrive, until stopped. Large runs have their own loop, so that the others
 * don't wait for them. Returns a function that stops it and waits for the work in progress.
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
    // Requests that use the database report that it is unavailable; here, the next turn tries again.
    // oxlint-disable-next-line no-await-in-loop -- sequential turns
    await projector.projectDue(() => signal.aborted, lane).catch(() => undefined)
    const worked = performance.now() - start
    // oxlint-disable-next-line no-await-in-loop -- sequential turns
    await pause(Math.max(GATHER_MS, Math.min(REST_MAX_MS, worked)), signal)
    // oxlint-disable-next-line no-await-in-loop -- sequential turns
    await Promise.race([bell.rung, pause(TURN_MS, signal)])
  }
  stopListening()
}

/** A one-shot signal that also reaches those who start waiting after it fired. */
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
