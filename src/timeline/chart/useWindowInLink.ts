import type { TimeWindow } from '#src/navigation/reading.ts'
import { useEffect, useEffectEvent, useRef } from 'react'
import type { ChartStore } from './chartStore.ts'
import { rounded } from './windowMoves.ts'

/** Milliseconds without a change after which a gesture has come to rest. */
const REST = 250

type Window = TimeWindow | undefined

const isSame = (a: Window, b: Window): boolean => a?.from === b?.from && a?.to === b?.to

/**
 * The window in view is the chart's own while it moves; the link learns of it when it rests, and the chart of the link when that
 * changes from elsewhere, by back and forward or a pasted address.
 */
export function useWindowInLink(store: ChartStore, window: Window, onWindow: (window: Window) => void): void {
  const agreed = useRef(window)
  const tell = useEffectEvent((moved: Window) => {
    if (isSame(moved, agreed.current)) return
    agreed.current = moved
    onWindow(moved)
  })
  useEffect(() => {
    if (isSame(window, agreed.current)) return
    agreed.current = window
    store.setState({ window })
  }, [store, window])
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = store.subscribe((state, before) => {
      if (state.window === before.window) return
      clearTimeout(timer)
      timer = setTimeout(() => tell(rounded(store.getState().window)), REST)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [store])
}
