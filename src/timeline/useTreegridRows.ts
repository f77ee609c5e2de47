import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { TimelineRow } from './timelineRows.ts'

/** Pixels. Rows have this height but for unfolded events, whose text is measured. */
export const ROW_HEIGHT = 28
export const HEAD_HEIGHT = 28
const DETAIL_HEIGHT_GUESS = 150
const OVERSCAN = 12

/**
 * Virtual rows with one tab stop. The row that has it stays rendered wherever the reader scrolls, for a focused element
 * that is unmounted throws the focus to the page. It is remembered by key: folding moves rows about.
 */
export function useTreegridRows(rows: readonly TimelineRow[], preferredKey: string | undefined) {
  const scrollRef = useRef<HTMLDivElement>(null)
  const [movedTo, setMovedTo] = useState<string>()
  const places = useMemo(() => new Map(rows.map(({ key }, index) => [key, index])), [rows])
  const activeIndex = places.get(movedTo ?? '') ?? places.get(preferredKey ?? '') ?? 0

  // oxlint-disable-next-line react/incompatible-library -- its functions go to plain elements only; nothing memoised depends on them
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: (index) => (rows[index]?.kind === 'detail' ? DETAIL_HEIGHT_GUESS : ROW_HEIGHT),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: OVERSCAN,
    // The header is stuck over the top of the scrolled area: rows begin below it and must not be scrolled under it.
    scrollMargin: HEAD_HEIGHT,
    scrollPaddingStart: HEAD_HEIGHT,
    rangeExtractor: (range) => {
      const shown = new Set(defaultRangeExtractor(range)).add(Math.min(activeIndex, range.count - 1))
      return [...shown].toSorted((a, b) => a - b)
    },
  })

  return {
    scrollRef,
    virtualizer,
    activeIndex,
    /** Gives the tab stop to a row that took the focus by itself. */
    setActive: (index: number) => setMovedTo(rows[index]?.key),
    /** Moves tab stop, view and focus to a row. */
    focusRow: (index: number) => {
      // The row must be in the document before it can take the focus.
      flushSync(() => setMovedTo(rows[index]?.key))
      virtualizer.scrollToIndex(index)
      scrollRef.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus({ preventScroll: true })
    },
  }
}
