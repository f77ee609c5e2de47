import { useSyncExternalStore } from 'react'

/** A clock for components that show a running time. It stops while it has no listeners. */
function createClock(tickMs: number) {
  let now = Date.now()
  const listeners = new Set<() => void>()
  let timer: ReturnType<typeof setInterval> | undefined
  return {
    read: () => now,
    subscribe: (listener: () => void): (() => void) => {
      // Without listeners, the clock was stopped.
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

/** One shared clock of each kind, so that a thousand relative times cost one timer. */
const CLOCKS = { minute: createClock(60_000), second: createClock(1000) } as const

/** Milliseconds since 1970, updated every minute, or every second for the few things being watched. */
export const useNow = (tick: keyof typeof CLOCKS = 'minute'): number =>
  useSyncExternalStore(CLOCKS[tick].subscribe, CLOCKS[tick].read)
