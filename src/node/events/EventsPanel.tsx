import type { EventId, NodeRef } from '#contract/ids.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import { nodeQueries } from '#src/api/nodeQueries.ts'
import { useNavigation, useNodeViewState } from '#src/navigation/useNavigation.ts'
import { useOpenEvent } from '#src/navigation/useOpenEvent.ts'
import { EventDetail } from '#src/records/events/EventDetail.tsx'
import { EventList } from '#src/records/events/EventList.tsx'
import { tableSpan } from '#src/records/events/eventSpan.ts'
import { EventsSkeleton } from '#src/records/events/EventsSkeleton.tsx'
import { rowOf } from '#src/records/eventTable/eventTable.ts'
import { useNodeEvents, type LoadedEvents } from '#src/records/eventTable/useEventTable.ts'
import { FailureNotice } from '#src/ui/controls/FailureNotice.tsx'
import { Notice } from '#src/ui/controls/Notice.tsx'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import styles from './EventsPanel.module.css'
import { LinkedEvent } from './LinkedEvent.tsx'

type Props = {
  readonly nodeRef: NodeRef
  /** The open event, from the URL. */
  readonly event_id: EventId | undefined
}

const WHAT = 'The events of this node'

/** The events of one node in one run, with one opened below its row. */
export function EventsPanel({ nodeRef, event_id }: Props) {
  const events = useNodeEvents(nodeRef)
  const detail = useQuery(nodeQueries.detail(nodeRef))
  const node = detail.error ? undefined : detail.data?.item
  switch (events.kind) {
    case 'loading':
      return <EventsSkeleton what={WHAT} rows={node?.event_count} />
    case 'failed':
      return <FailureNotice what={WHAT} error={events.error} onRetry={events.onRetry} />
    case 'loaded':
      return <Loaded nodeRef={nodeRef} event_id={event_id} events={events} node={node} />
  }
}

type LoadedProps = Props & { readonly events: LoadedEvents; readonly node: EnrichedNode | undefined }

function Loaded({ nodeRef, event_id, events, node }: LoadedProps) {
  const { table, progress } = events
  const filter = useNodeViewState().events
  const setNodeViewState = useNavigation((state) => state.setNodeViewState)
  const openEvent = useNavigation((state) => state.openEvent)
  const openElsewhere = useOpenEvent()
  const span = useMemo(
    () => tableSpan(table, node?.started_at, node?.completed_at, node?.first_event_at, node?.last_event_at),
    [table, node],
  )
  const isMissing = event_id !== undefined && rowOf(table, event_id) === undefined

  return (
    <div className={styles['panel']}>
      {isMissing && <LinkedEvent key={event_id} nodeRef={nodeRef} event_id={event_id} progress={progress.kind} />}
      {table.size === 0 ? (
        <Notice title="No events.">
          <p>This node has no events in this run.</p>
        </Notice>
      ) : (
        <EventList
          events={events}
          filter={filter}
          onFilter={(changed) => setNodeViewState({ events: changed })}
          span={span}
          opened={event_id}
          onOpen={(row) => {
            const chosen = table.event_id[row]
            openEvent(nodeRef, chosen === event_id ? undefined : chosen)
          }}
          // The URL must not refer to something invisible.
          onHidden={() => openEvent(nodeRef, undefined)}
          detail={event_id && <EventDetail run_id={nodeRef.run_id} event_id={event_id} onOpenEvent={openElsewhere} />}
        />
      )}
    </div>
  )
}
