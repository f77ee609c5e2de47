import { useEffect, useEffectEvent } from 'react'
import type { ChartStore } from './chartStore.ts'

/**
 * Calls back when the visible window has changed and then stayed the same for some milliseconds: a gesture has
 * finished.
 */
export function useWindowRest(store: ChartStore, milliseconds: number, onRest: () => void): void {
  const rest = useEffectEvent(onRest)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = store.subscribe((state, before) => {
      if (state.window === before.window) return
      clearTimeout(timer)
      timer = setTimeout(() => rest(), milliseconds)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [store, milliseconds])
}
