import type { EventId } from '#contract/ids.ts'
import { rowOf, type EventTable } from '../eventTable/eventTable.ts'
import { useRovingRows } from '#src/ui/hooks/useRovingRows.ts'
import { useMemo } from 'react'
import type { VisibleEvents } from './visibleEvents.ts'

/** Heights in pixels; keep in sync with EventGrid.module.css. */
const EVENT_HEIGHT = 32
export const HEAD_HEIGHT = 27
/** Estimated height of an open event until it is measured. */
const DETAIL_HEIGHT = 260

type Options = {
  readonly table: EventTable
  readonly visible: VisibleEvents
  readonly opened: EventId | undefined
  /** Whether the open event is shown in full below its row, on a line of its own. */
  readonly unfolds: boolean
}

/**
 * The virtual lines of an event grid. Three numbers identify a line: the `row` in the table, the `place` among the
 * visible rows, and the line's `index` in the grid, where the open event may take an extra line. Only events can be
 * focused.
 */
export function useEventGrid({ table, visible, opened, unfolds }: Options) {
  const openedRow = useMemo(() => rowOf(table, opened), [table, opened])
  const openedPlace = openedRow === undefined ? -1 : (visible.place[openedRow] ?? -1)
  const detailIndex = unfolds && openedPlace >= 0 ? openedPlace + 1 : -1
  const keys = useMemo(() => {
    const ids = Array.from(visible.row, (row): string => table.event_id[row] ?? '')
    // An id contains no control character, so this key is unique.
    if (detailIndex >= 0) ids.splice(detailIndex, 0, `\n${ids[detailIndex - 1] ?? ''}`)
    return ids
  }, [table, visible, detailIndex])
  const { scrollRef, virtualizer, activeIndex, setActive, focusRow } = useRovingRows({
    keys,
    rowHeight: EVENT_HEIGHT,
    heightOf: (index) => (index === detailIndex ? DETAIL_HEIGHT : EVENT_HEIGHT),
    headHeight: HEAD_HEIGHT,
    preferred: openedPlace >= 0 ? opened : undefined,
  })
  const indexOf = (place: number): number => (detailIndex >= 0 && place >= detailIndex ? place + 1 : place)

  return {
    scrollRef,
    virtualizer,
    lines: keys.length,
    detailIndex,
    openedIndex: openedPlace < 0 ? undefined : indexOf(openedPlace),
    activeIndex,
    placeAt: (index: number): number => (detailIndex >= 0 && index > detailIndex ? index - 1 : index),
    /** Moves the tab stop to a line that received the focus. */
    setActive,
    /** Moves tab stop, scroll position and focus to a place. */
    focusPlace: (place: number) => focusRow(indexOf(place)),
    /** Moves tab stop and scroll position to a place, without the focus. */
    showPlace: (place: number) => {
      setActive(indexOf(place))
      virtualizer.scrollToIndex(indexOf(place), { align: 'center' })
    },
  }
}
