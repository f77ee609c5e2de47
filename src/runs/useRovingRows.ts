import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef, useState, type FocusEvent, type KeyboardEvent } from 'react'
import { flushSync } from 'react-dom'

/** Rows rendered beyond either edge of the view, so that a quick scroll does not show blanks. */
const OVERSCAN = 8
/** Rows that fit on any screen: a row among them is in view without scrolling. */
const FIRST_SCREEN = 6
/** Rows that Page Up and Page Down leap. */
const LEAP = 10

/**
 * A virtualised list with one tab stop that the arrow keys move. The row with the tab stop is always rendered, however
 * far it is scrolled away: otherwise the focus would fall to the page the moment its row is unmounted, and Tab could not come back
 * to it. It is remembered by key, since rows move when newer ones arrive above.
 *
 * @param preferred the key that has the tab stop until the reader moves it, such as the row that is open.
 */
export function useRovingRows(keys: readonly string[], rowHeight: number, preferred: string | undefined) {
  const scrollRef = useRef<HTMLDivElement>(null)
  const [moved, setMoved] = useState<string>()
  const places = useMemo(() => new Map(keys.map((key, index) => [key, index])), [keys])
  const placeOf = (key: string | undefined) => (key === undefined ? undefined : places.get(key))
  const activeIndex = placeOf(moved) ?? placeOf(preferred) ?? 0

  // oxlint-disable-next-line react/incompatible-library -- its functions go nowhere but into this hook; nothing memoised depends on them
  const virtualizer = useVirtualizer({
    count: keys.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => keys[index] ?? index,
    overscan: OVERSCAN,
    // A list that is opened with a row chosen far down begins there, with a little of what stands above it.
    initialOffset: () => {
      const place = placeOf(preferred) ?? 0
      return place < FIRST_SCREEN ? 0 : (place - 2) * rowHeight
    },
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range)
      if (activeIndex >= range.count || shown.includes(activeIndex)) return shown
      return activeIndex < range.startIndex ? [activeIndex, ...shown] : [...shown, activeIndex]
    },
  })

  const moveTo = (index: number) => {
    // The row must be in the document before it can take the focus.
    flushSync(() => setMoved(keys[index]))
    virtualizer.scrollToIndex(index)
    scrollRef.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus({ preventScroll: true })
  }

  return {
    scrollRef,
    virtualizer,
    activeIndex,
    /** For the element around the rows; each row bears its index as `data-index`. */
    rovingProps: {
      onFocus: (event: FocusEvent<HTMLElement>) => {
        const index = event.target.dataset['index']
        if (index !== undefined) setMoved(keys[Number(index)])
      },
      onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
        if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
        const target = targetOf(event.key, activeIndex, keys.length - 1)
        if (target === undefined) return
        event.preventDefault()
        moveTo(target)
      },
    },
  }
}

function targetOf(key: string, from: number, last: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, from + 1)
    case 'ArrowUp':
      return Math.max(0, from - 1)
    case 'PageDown':
      return Math.min(last, from + LEAP)
    case 'PageUp':
      return Math.max(0, from - LEAP)
    case 'Home':
      return 0
    case 'End':
      return last
    default:
      return undefined
  }
}
