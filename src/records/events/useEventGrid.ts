import type { EventId } from '#contract/ids.ts'
import { rowOf, type EventTable } from '../eventTable/eventTable.ts'
import { useRovingRows } from '#src/ui/hooks/useRovingRows.ts'
import { useMemo } from 'react'
import type { VisibleEvents } from './visibleEvents.ts'

/** Heights in pixels, as EventGrid.module.css has them. */
const EVENT_HEIGHT = 32
export const HEAD_HEIGHT = 27
/** What an opened event is taken for until it has been measured. */
const DETAIL_HEIGHT = 260

type Options = {
  readonly table: EventTable
  readonly visible: VisibleEvents
  readonly opened: EventId | undefined
  /** Whether the opened event is shown whole below its row, on a line of its own. */
  readonly unfolds: boolean
}

/**
 * The lines of a grid of events, virtual. Three numbers name one: a `row` of the table, its `place` among the visible ones,
 * and its line's `index` in the grid, where the opened event may take a line of its own. Only events take the focus.
 */
export function useEventGrid({ table, visible, opened, unfolds }: Options) {
  const openedRow = useMemo(() => rowOf(table, opened), [table, opened])
  const openedPlace = openedRow === undefined ? -1 : (visible.place[openedRow] ?? -1)
  const detailIndex = unfolds && openedPlace >= 0 ? openedPlace + 1 : -1
  const keys = useMemo(() => {
    const ids = Array.from(visible.row, (row): string => table.event_id[row] ?? '')
    // An id holds no control character, so this can be no other event's key.
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
    /** Gives the tab stop to a line that took the focus by itself. */
    setActive,
    /** Moves tab stop, view and focus to a place. */
    focusPlace: (place: number) => focusRow(indexOf(place)),
    /** Moves tab stop and view to a place, and leaves the focus where it is. */
    showPlace: (place: number) => {
      setActive(indexOf(place))
      virtualizer.scrollToIndex(indexOf(place), { align: 'center' })
    },
  }
}
