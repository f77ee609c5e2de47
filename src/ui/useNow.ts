import { useSyncExternalStore } from 'react'

/** One clock for the whole app: it ticks once a minute, so a thousand relative times cost one timer. */
const TICK_MS = 60_000
let now = Date.now()
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  // While nobody listened the clock stood still.
  if (timer === undefined) now = Date.now()
  listeners.add(listener)
  timer ??= setInterval(() => {
    now = Date.now()
    for (const each of listeners) each()
  }, TICK_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** Milliseconds since 1970, to the minute. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now)
