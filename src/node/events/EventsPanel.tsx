import { Skeleton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { EventId, NodeRef } from '#contract/ids.ts'
import { nodeQueries } from '#src/api/nodeQueries.ts'
import { formatCount, plural } from '#src/lib/format.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { Notice } from '#src/ui/Notice.tsx'
import { PanelFace } from '../PanelFace.tsx'
import { isFiltered, NO_EVENT_FILTER, toQuery } from './eventFilter.ts'
import { EventFilterBar } from './EventFilterBar.tsx'
import { eventRows } from './eventRows.ts'
import styles from './EventsPanel.module.css'
import { nodeSpan } from './eventSpan.ts'
import { EventTimeline } from './EventTimeline.tsx'
import { LinkedEvent } from './LinkedEvent.tsx'

/** Milliseconds after the last key at which the text is looked for. */
const TYPING_PAUSE_MS = 200

type Props = {
  readonly nodeRef: NodeRef
  /** The event that is opened, from the address. */
  readonly event_id: EventId | undefined
}

/** The events of one node in one run: filters, and the nested timeline below them. */
export function EventsPanel({ nodeRef, event_id }: Props) {
  const openEvent = useNavigation((state) => state.openEvent)
  const [filter, setFilter] = useState(NO_EVENT_FILTER)
  const [folded, setFolded] = useState<ReadonlySet<EventId>>(new Set())
  const [text] = useDebouncedValue(filter.text, TYPING_PAUSE_MS)
  const asked = { ...filter, text }

  const detail = useQuery(nodeQueries.detail(nodeRef))
  const summary = useQuery(nodeQueries.summary(nodeRef))
  const query = useInfiniteQuery(nodeQueries.events(nodeRef, toQuery(asked)))

  const shape = isFiltered(asked) ? 'flat' : 'nested'
  const events = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  const span = useMemo(() => nodeSpan(detail.data?.item, events), [detail.data, events])
  const rows = useMemo(() => eventRows(events, { folded, span, shape }), [events, folded, span, shape])

  const total = query.data?.pages.at(-1)?.total
  const all = detail.data?.item.event_count
  const clear = () => setFilter(NO_EVENT_FILTER)
  const toggleFold = (parent: EventId) => {
    const next = new Set(folded)
    if (!next.delete(parent)) next.add(parent)
    setFolded(next)
    const isOpenedShown = eventRows(events, { folded: next, span, shape }).some(
      (row) => row.event.event_id === event_id,
    )
    // An event that folds away closes: the address must not name what cannot be seen.
    if (event_id !== undefined && !isOpenedShown) openEvent(nodeRef, undefined)
  }

  return (
    <div className={styles['panel']}>
      <EventFilterBar
        filter={filter}
        onChange={setFilter}
        byType={summary.data?.events.by_type}
        status={countInWords(total, all, shape)}
      />
      <PanelFace what="The events of this node" query={query} skeleton={<EventsSkeleton rows={all} />}>
        {() => (
          <>
            {event_id !== undefined && !events.some((event) => event.event_id === event_id) && (
              <LinkedEvent
                key={event_id}
                nodeRef={nodeRef}
                event_id={event_id}
                pages={query}
                onClearFilter={shape === 'flat' ? clear : undefined}
              />
            )}
            {rows.length > 0 ? (
              <EventTimeline
                nodeRef={nodeRef}
                rows={rows}
                span={span}
                rest={(total ?? events.length) - events.length}
                pages={query}
                opened={event_id}
                onOpen={(opened) => openEvent(nodeRef, opened)}
                onToggleFold={toggleFold}
              />
            ) : shape === 'flat' ? (
              <Notice title="No event matches." action={{ label: 'Clear filters', onClick: clear }}>
                <p>
                  {all === undefined ? 'This node has events' : `This node has ${plural(all, 'event')}`}; the filters
                  leave none.
                </p>
              </Notice>
            ) : (
              <Notice title="No events.">
                <p>This node recorded none in this run.</p>
              </Notice>
            )}
          </>
        )}
      </PanelFace>
    </div>
  )
}

/** `454 events`, or `12 of 454 events` where a filter is set; empty until the numbers are known. */
function countInWords(total: number | undefined, all: number | undefined, shape: 'flat' | 'nested'): string {
  if (total === undefined) return ''
  return shape === 'flat' && all !== undefined
    ? `${formatCount(total)} of ${plural(all, 'event')}`
    : plural(total, 'event')
}

function EventsSkeleton({ rows = 12 }: { readonly rows: number | undefined }) {
  return (
    <div className={styles['skeleton']}>
      {Array.from({ length: Math.min(rows, 20) }, (_, row) => (
        <div key={row}>
          <Skeleton height={12} width={`${72 - ((row * 17) % 40)}%`} />
        </div>
      ))}
    </div>
  )
}
