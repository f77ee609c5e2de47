import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { renderedRows } from './renderedRows.ts'

/** Rows rendered beyond either edge of the view, so that a quick scroll does not show blanks. */
const OVERSCAN = 10
/** Rows that fit on any screen: a row among them is in view without scrolling. */
const FIRST_SCREEN = 6

type Options = {
  /** One for each row, from top to bottom. A row keeps its key wherever it moves. */
  readonly keys: readonly string[]
  /** Pixels. */
  readonly rowHeight: number
  /** For lists in which some rows are of another height: what each is taken for until it has been measured. */
  readonly heightOf?: (index: number) => number
  /** Pixels of a header that is stuck over the top of what scrolls: rows begin below it, and are not scrolled under it. */
  readonly headHeight?: number
  /** The key that has the tab stop until the reader moves it, such as the row that is open. */
  readonly preferred: string | undefined
}

/**
 * Virtual rows with one tab stop that moves among them. The row that has it is always rendered, however far it is scrolled
 * away: otherwise the focus would fall to the page the moment its row is unmounted, and Tab could not come back to it. It
 * is remembered by key, since rows move when others arrive, fold or unfold. Each row bears its index as `data-index`.
 */
export function useRovingRows({ keys, rowHeight, heightOf, headHeight = 0, preferred }: Options) {
  const scrollRef = useRef<HTMLDivElement>(null)
  const [moved, setMoved] = useState<string>()
  const places = useMemo(() => new Map(keys.map((key, index) => [key, index])), [keys])
  const placeOf = (key: string | undefined): number | undefined => (key === undefined ? undefined : places.get(key))
  const activeIndex = placeOf(moved) ?? placeOf(preferred) ?? 0
  // The same function while the keys are the same: for another one the virtualizer measures all rows anew, at every scroll.
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
    // A list that is opened with a row chosen far down begins there, with a little of what stands above it.
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
    /** Gives the tab stop to a row that took the focus by itself. */
    setActive: (index: number) => setMoved(keys[index]),
    /** Moves tab stop, view and focus to a row. */
    focusRow: (index: number) => {
      // The row must be in the document before it can take the focus.
      flushSync(() => setMoved(keys[index]))
      virtualizer.scrollToIndex(index)
      const scroll = scrollRef.current
      if (scroll) rowWithin(scroll, index)?.focus({ preventScroll: true })
    },
    /** The same for a row that may only now come into the list, because the caller has just unfolded what holds it. */
    focusKey: (key: string) => {
      flushSync(() => setMoved(key))
      // Asked of the virtualizer, which knows the rows as they are now; `places` are those of before.
      const { count, getItemKey } = virtualizer.options
      const index = Array.from({ length: count }, (_, place) => getItemKey(place)).indexOf(key)
      if (index < 0) return
      virtualizer.scrollToIndex(index)
      const scroll = scrollRef.current
      if (scroll) rowWithin(scroll, index)?.focus({ preventScroll: true })
    },
  }
}

/** A row may hold a list with rows of its own, which bear indices too. */
function rowWithin(scroll: HTMLElement, index: number): HTMLElement | undefined {
  return [...scroll.querySelectorAll<HTMLElement>(`[data-index="${index}"]`)].find((row) => {
    const around = row.parentElement?.closest('[data-index]') ?? null
    return !around || !scroll.contains(around)
  })
}
