import { useMemo } from 'react'
import type { EventId } from '#contract/ids.ts'
import { stepped } from '#src/ui/rowSteps.ts'
import { useRovingRows } from '#src/ui/useRovingRows.ts'
import type { EventVisualRow } from './eventRows.ts'

/** Heights in pixels, as EventTimeline.module.css has them. */
const EVENT_HEIGHT = 32
export const HEAD_HEIGHT = 27
/** What an opened event is taken for until it has been measured. */
const DETAIL_HEIGHT = 260

/** What stands on one line of the grid: an event, or the whole of the event above it. */
export type GridItem = { readonly kind: 'event' | 'detail'; readonly row: EventVisualRow }

const keyOf = (kind: GridItem['kind'], event_id: EventId): string => `${kind}/${event_id}`

/** A virtualised grid of event rows, of which one may be opened to its detail below it. Event rows take the focus, details do not. */
export function useEventGrid(rows: readonly EventVisualRow[], opened: EventId | undefined) {
  const items = useMemo(() => gridItems(rows, opened), [rows, opened])
  const keys = useMemo(() => items.map(({ kind, row }) => keyOf(kind, row.event.event_id)), [items])
  const roving = useRovingRows({
    keys,
    rowHeight: EVENT_HEIGHT,
    heightOf: (index) => (items[index]?.kind === 'detail' ? DETAIL_HEIGHT : EVENT_HEIGHT),
    headHeight: HEAD_HEIGHT,
    preferred: opened && keyOf('event', opened),
  })

  return {
    ...roving,
    items,
    openedIndex: opened && roving.placeOf(keyOf('event', opened)),
    /** Moves the tab stop and the focus by `steps` event rows, as far as there are any. */
    moveBy: (steps: number) => {
      const events = items.flatMap((item, index) => (item.kind === 'event' ? [index] : []))
      const index = events[stepped(events.indexOf(roving.activeIndex), steps, events.length)]
      if (index !== undefined) roving.focusRow(index)
    },
  }
}

function gridItems(rows: readonly EventVisualRow[], opened: EventId | undefined): readonly GridItem[] {
  return rows.flatMap((row): readonly GridItem[] => {
    const event: GridItem = { kind: 'event', row }
    return row.event.event_id === opened ? [event, { kind: 'detail', row }] : [event]
  })
}
