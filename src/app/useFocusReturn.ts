import { useEffect, useState } from 'react'

/**
 * When the dock closes and leaves nothing focused, moves the focus back: to the element that `home` selects, such as
 * the node's card, else to the element that was focused when it opened.
 */
export function useFocusReturn(home?: string): void {
  // Read during the first render, because the effects of that render move the focus to the dock's heading.
  const [opener] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      // Only after React has removed it is it known whether the focus fell back to the page.
      setTimeout(() => {
        if (document.activeElement !== null && document.activeElement !== document.body) return
        const place = (home === undefined ? null : document.querySelector(home)) ?? opener
        if (place instanceof HTMLElement) place.focus({ preventScroll: true })
      })
    },
    [home, opener],
  )
}
