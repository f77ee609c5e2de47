import { NARROW_SCREEN } from '#src/lib/narrowScreen.ts'
import { useEffect, useRef, type RefObject } from 'react'

/** For the heading of a panel that opens beside the run: it takes the focus once, unless a search opened it. */
export function useOpeningFocus(): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    // A search opens match after match beside it, and keeps the focus where the reader is in it.
    const isCovering = window.matchMedia(NARROW_SCREEN).matches
    if (!isCovering && document.activeElement?.closest('search')) return
    heading.current?.focus({ preventScroll: true })
  }, [])
  return heading
}
