import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { EventId } from '#contract/ids.ts'
import type { EventVisualRow } from './eventRows.ts'

/** Height of an event row in pixels, as EventTimeline.module.css has it. */
export const EVENT_ROW_HEIGHT = 32
/** What an opened event is taken for until it has been measured. */
const DETAIL_HEIGHT = 260
const OVERSCAN = 12

/** What stands on one line of the grid: an event, or the whole of the event above it. */
export type GridItem =
  { readonly kind: 'event'; readonly row: EventVisualRow } | { readonly kind: 'detail'; readonly row: EventVisualRow }

/**
 * A virtualised grid of event rows, of which one may be opened to its detail below it. One row has the tab stop; it is
 * remembered by its event, since rows move as pages arrive and parents fold, and it is always rendered, however far it is
 * scrolled away: otherwise the focus would fall to the page when its row is unmounted.
 */
export function useEventGrid(rows: readonly EventVisualRow[], opened: EventId | undefined) {
  const scrollRef = useRef<HTMLDivElement>(null)
  const [moved, setMoved] = useState<EventId>()
  const items = useMemo(() => gridItems(rows, opened), [rows, opened])
  const indexOf = (event_id: EventId | undefined) =>
    items.findIndex((item) => item.kind === 'event' && item.row.event.event_id === event_id)
  const active = [indexOf(moved), indexOf(opened), 0].find((index) => index >= 0) ?? 0

  // oxlint-disable-next-line react/incompatible-library -- its functions go nowhere but into this hook; nothing memoised depends on them
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: (index) => (items[index]?.kind === 'detail' ? DETAIL_HEIGHT : EVENT_ROW_HEIGHT),
    getItemKey: (index) => {
      const item = items[index]
      return item ? `${item.kind}/${item.row.event.event_id}` : index
    },
    overscan: OVERSCAN,
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range)
      if (active >= range.count || shown.includes(active)) return shown
      return active < range.startIndex ? [active, ...shown] : [...shown, active]
    },
  })

  /** Moves the tab stop and the focus by `steps` event rows, as far as there are any. */
  const moveBy = (steps: number) => {
    const events = items.flatMap((item, index) => (item.kind === 'event' ? [index] : []))
    const place = Math.min(events.length - 1, Math.max(0, events.indexOf(active) + steps))
    const index = events[place]
    const item = index === undefined ? undefined : items[index]
    if (index === undefined || !item) return
    // The row must be in the document before it can take the focus.
    flushSync(() => setMoved(item.row.event.event_id))
    virtualizer.scrollToIndex(index)
    scrollRef.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus({ preventScroll: true })
  }

  return { scrollRef, items, virtualizer, active, indexOf, moveBy, setActive: setMoved }
}

function gridItems(rows: readonly EventVisualRow[], opened: EventId | undefined): readonly GridItem[] {
  return rows.flatMap((row): readonly GridItem[] =>
    row.event.event_id === opened
      ? [
          { kind: 'event', row },
          { kind: 'detail', row },
        ]
      : [{ kind: 'event', row }],
  )
}
