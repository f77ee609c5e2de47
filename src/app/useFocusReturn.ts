import { useEffect, useState } from 'react'

/**
 * When what stands beside the run goes and leaves the focus nowhere, the keyboard goes on where it was: at the element that
 * `home` selects, such as a node's own card, else at what had the focus when it opened.
 */
export function useFocusReturn(home?: string): void {
  // Read while it is drawn for the first time, for in the effects of that drawing its heading takes the focus.
  const [opener] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      // After React has removed it: only then is it known whether the focus fell to the page.
      setTimeout(() => {
        if (document.activeElement !== null && document.activeElement !== document.body) return
        const place = (home === undefined ? null : document.querySelector(home)) ?? opener
        if (place instanceof HTMLElement) place.focus({ preventScroll: true })
      })
    },
    [home, opener],
  )
}
