import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { renderedRows } from './renderedRows.ts'

/** Rows rendered beyond either edge of the viewport, so that quick scrolling does not show blanks. */
const OVERSCAN = 10
/** Number of rows that fit on any screen: a row among them is visible without scrolling. */
const FIRST_SCREEN = 6

type Options = {
  /** One for each row, from top to bottom. A row keeps its key when it moves. */
  readonly keys: readonly string[]
  /** Pixels. */
  readonly rowHeight: number
  /** For lists with rows of different heights: the estimated height until a row is measured. */
  readonly heightOf?: (index: number) => number
  /**
   * Height in pixels of a sticky header in the scroll container: rows start below it and are not scrolled under it.
   */
  readonly headHeight?: number
  /** The key with the tab stop until the reader moves it, such as the open row. */
  readonly preferred: string | undefined
}

/**
 * Virtual rows with a roving tab stop. The row that has it is always rendered, however far it is scrolled away: if it
 * were unmounted, the focus would be lost and Tab could not return to it. It is tracked by key, because rows move
 * when others arrive, collapse or expand. Each row has its index as `data-index`.
 */
export function useRovingRows({ keys, rowHeight, heightOf, headHeight = 0, preferred }: Options) {
  const scrollRef = useRef<HTMLDivElement>(null)
  const [moved, setMoved] = useState<string>()
  const places = useMemo(() => new Map(keys.map((key, index) => [key, index])), [keys])
  const placeOf = (key: string | undefined): number | undefined => (key === undefined ? undefined : places.get(key))
  const activeIndex = placeOf(moved) ?? placeOf(preferred) ?? 0
  // Stable while the keys are the same: with another function, the virtualizer would measure all rows again on
  // every scroll.
  const getItemKey = useCallback((index: number) => keys[index] ?? index, [keys])

  // oxlint-disable-next-line react/incompatible-library -- its functions go to plain elements and effects; nothing memoised depends on them
  const virtualizer = useVirtualizer({
    count: keys.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: heightOf ?? (() => rowHeight),
    getItemKey,
    overscan: OVERSCAN,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    // A list opened with a row selected far down starts there, with a few rows above it.
    initialOffset: () => {
      const place = placeOf(preferred) ?? 0
      return place < FIRST_SCREEN ? 0 : (place - 2) * rowHeight
    },
    rangeExtractor: (range) => renderedRows(range, activeIndex),
  })

  return {
    scrollRef,
    virtualizer,
    activeIndex,
    placeOf,
    /** Moves the tab stop to a row that received the focus. */
    setActive: (index: number) => setMoved(keys[index]),
    /** Moves tab stop, scroll position and focus to a row. */
    focusRow: (index: number) => {
      // The row must be in the document before it can be focused.
      flushSync(() => setMoved(keys[index]))
      virtualizer.scrollToIndex(index)
      const scroll = scrollRef.current
      if (scroll) rowWithin(scroll, index)?.focus({ preventScroll: true })
    },
    /** The same for a row that may only just be appearing, because the caller has expanded its parent. */
    focusKey: (key: string) => {
      flushSync(() => setMoved(key))
      // Uses the virtualizer's current rows; `places` are those of the previous render.
      const { count, getItemKey } = virtualizer.options
      const index = Array.from({ length: count }, (_, place) => getItemKey(place)).indexOf(key)
      if (index < 0) return
      virtualizer.scrollToIndex(index)
      const scroll = scrollRef.current
      if (scroll) rowWithin(scroll, index)?.focus({ preventScroll: true })
    },
  }
}

/** A row may contain a list whose rows have indexes too. */
function rowWithin(scroll: HTMLElement, index: number): HTMLElement | undefined {
  return [...scroll.querySelectorAll<HTMLElement>(`[data-index="${index}"]`)].find((row) => {
    const around = row.parentElement?.closest('[data-index]') ?? null
    return !around || !scroll.contains(around)
  })
}
