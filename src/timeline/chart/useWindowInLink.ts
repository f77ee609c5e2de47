import type { TimeWindow } from '#src/navigation/runViewState.ts'
import { useEffect, useRef } from 'react'
import type { ChartStore } from './chartStore.ts'
import { useWindowRest } from './useWindowRest.ts'
import { rounded } from './windowMoves.ts'

/** Milliseconds without change after which a gesture counts as finished. */
const REST = 250

type Window = TimeWindow | undefined

const isSame = (a: Window, b: Window): boolean => a?.from === b?.from && a?.to === b?.to

/**
 * Syncs the visible window with the URL. The chart owns it during a gesture and updates the URL afterwards; the chart
 * follows URL changes from elsewhere, such as back, forward or a pasted address.
 */
export function useWindowInLink(store: ChartStore, window: Window, onWindow: (window: Window) => void): void {
  const agreed = useRef(window)
  useWindowRest(store, REST, () => {
    const moved = rounded(store.getState().window)
    if (isSame(moved, agreed.current)) return
    agreed.current = moved
    onWindow(moved)
  })
  useEffect(() => {
    if (isSame(window, agreed.current)) return
    agreed.current = window
    store.setState({ window })
  }, [store, window])
}
