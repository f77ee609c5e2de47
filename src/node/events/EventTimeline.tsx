import { useEffect, useRef } from 'react'
import type { EventId, NodeRef } from '#contract/ids.ts'
import { formatDuration } from '#src/lib/format.ts'
import { isNearEnd, useNextPage, type FurtherPages } from '#src/ui/useNextPage.ts'
import { MoreRows } from '../MoreRows.tsx'
import { EventDetail } from './EventDetail.tsx'
import { EventLine } from './EventLine.tsx'
import type { EventVisualRow } from './eventRows.ts'
import type { Span } from './eventSpan.ts'
import styles from './EventTimeline.module.css'
import { HEAD_HEIGHT, useEventGrid } from './useEventGrid.ts'

type Props = {
  readonly nodeRef: NodeRef
  readonly rows: readonly EventVisualRow[]
  readonly span: Span | undefined
  /** Events that match and are not loaded yet. */
  readonly rest: number
  readonly pages: FurtherPages
  readonly opened: EventId | undefined
  readonly onOpen: (event_id: EventId | undefined) => void
  readonly onToggleFold: (event_id: EventId) => void
}

/** The events of a node as a nested timeline: one tab stop, arrows move, Enter opens, left and right fold. */
export function EventTimeline({ nodeRef, rows, span, rest, pages, opened, onOpen, onToggleFold }: Props) {
  const grid = useEventGrid(rows, opened)
  const { scrollRef, items, virtualizer, openedIndex } = grid
  useNextPage(pages, isNearEnd(virtualizer.range?.endIndex, items.length))

  // An event that a link opened is brought into view once its row is there; one that the reader opened is in view already.
  const openedHere = useRef<EventId>(undefined)
  useEffect(() => {
    if (openedIndex === undefined || openedHere.current === opened) return
    openedHere.current = opened
    virtualizer.scrollToIndex(openedIndex, { align: 'start' })
  }, [openedIndex, opened, virtualizer])
  const toggle = (event_id: EventId) => {
    openedHere.current = event_id
    onOpen(event_id === opened ? undefined : event_id)
  }

  return (
    <div className={styles['frame']}>
      <div ref={scrollRef} className={styles['scroll']}>
        <div role="treegrid" aria-label="Events" aria-rowcount={items.length + rest + 1} aria-colcount={5}>
          <div role="rowgroup" className={styles['head']} style={{ height: HEAD_HEIGHT }}>
            <div role="row" aria-rowindex={1} className={styles['columns']}>
              <div role="columnheader">Event</div>
              <div role="columnheader" className={styles['agent']}>
                Agent
              </div>
              <div role="columnheader" className={styles['span']} title="Bars lie within the time that this node took">
                {span ? `In ${formatDuration((span.to - span.from) / 1000)}` : 'Span'}
              </div>
              <div role="columnheader" className={styles['number']}>
                Took
              </div>
              <div role="columnheader" className={styles['number']}>
                At
              </div>
            </div>
          </div>
          <div role="rowgroup" className={styles['spacer']} style={{ height: virtualizer.getTotalSize() }}>
            {virtualizer.getVirtualItems().map(({ key, index, start }) => {
              const item = items[index]
              if (!item) return null
              const { event_id } = item.row.event
              const place = { transform: `translateY(${start - HEAD_HEIGHT}px)` }
              return item.kind === 'event' ? (
                <div key={key} role="presentation" className={styles['place']} style={place}>
                  <EventLine
                    row={item.row}
                    index={index}
                    isActive={index === grid.activeIndex}
                    isOpened={event_id === opened}
                    onToggleOpened={() => toggle(event_id)}
                    onToggleFold={() => onToggleFold(event_id)}
                    onMove={grid.moveBy}
                    onFocus={() => grid.setActive(index)}
                  />
                </div>
              ) : (
                <div
                  key={key}
                  role="row"
                  aria-rowindex={index + 2}
                  aria-level={item.row.depth + 2}
                  data-index={index}
                  ref={virtualizer.measureElement}
                  className={styles['place']}
                  style={place}
                >
                  <div role="gridcell" aria-colspan={5}>
                    <EventDetail nodeRef={nodeRef} event_id={event_id} />
                  </div>
                </div>
              )
            })}
          </div>
        </div>
      </div>
      {pages.isFetchNextPageError && <MoreRows what="events" rest={rest} pages={pages} />}
    </div>
  )
}
