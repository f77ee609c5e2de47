import { useSyncExternalStore } from 'react'

/** A clock for whoever shows a time that goes on. It stands still while nobody does. */
function createClock(tickMs: number) {
  let now = Date.now()
  const listeners = new Set<() => void>()
  let timer: ReturnType<typeof setInterval> | undefined
  return {
    read: () => now,
    subscribe: (listener: () => void): (() => void) => {
      // While nobody listened the clock stood still.
      if (timer === undefined) now = Date.now()
      listeners.add(listener)
      timer ??= setInterval(() => {
        now = Date.now()
        for (const each of listeners) each()
      }, tickMs)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
  }
}

/** One clock of each kind for the whole app, so a thousand relative times cost one timer. */
const CLOCKS = { minute: createClock(60_000), second: createClock(1000) } as const

/** Milliseconds since 1970, to the minute, or to the second for the few things that are watched. */
export const useNow = (tick: keyof typeof CLOCKS = 'minute'): number =>
  useSyncExternalStore(CLOCKS[tick].subscribe, CLOCKS[tick].read)
