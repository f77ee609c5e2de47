import { NARROW_SCREEN } from '#src/lib/narrowScreen.ts'
import { useEffect, useRef, type RefObject } from 'react'

/** For the heading of what opens beside the run: it takes the focus once, unless a search opened it. */
export function useOpeningFocus(): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    // A search beside it opens match after match, and goes on from where the reader is in it.
    const isCovering = window.matchMedia(NARROW_SCREEN).matches
    if (!isCovering && document.activeElement?.closest('search')) return
    heading.current?.focus({ preventScroll: true })
  }, [])
  return heading
}
