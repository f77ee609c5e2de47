import { useQuery } from '@tanstack/react-query'
import type { ExecutionEvent } from '#contract/entities.ts'
import type { EventId, RunId } from '#contract/ids.ts'
import { runQueries } from '#src/api/runQueries.ts'
import { formatDuration, formatExact, spoken } from '#src/lib/format.ts'
import { CopyableId } from '#src/ui/controls/CopyableId.tsx'
import { StatusMark } from '#src/ui/controls/StatusMark.tsx'
import { visibleText } from '#src/lib/visibleText.ts'
import { DetailSkeleton } from './DetailSkeleton.tsx'
import { PanelFace } from '#src/ui/controls/PanelFace.tsx'
import styles from './EventDetail.module.css'
import { EventBody } from './EventBody.tsx'
import { Fact, Facts } from './Facts.tsx'
import { CopyLink } from './CopyLink.tsx'
import { eventDuration } from './eventSpan.ts'
import { ParentLink } from './ParentLink.tsx'

type Props = {
  readonly run_id: RunId
  readonly event_id: EventId
  /** Opens another event of the run, such as the parent. */
  readonly onOpenEvent: (event: ExecutionEvent) => void
}

/**
 * A complete event, fetched by run and event id when opened. It must be the event in the URL, because its copied link
 * is the current address.
 */
export function EventDetail({ run_id, event_id, onOpenEvent }: Props) {
  const query = useQuery(runQueries.event(run_id, event_id))
  return (
    <div className={styles['detail']}>
      <PanelFace what="The details of this event" query={query} skeleton={<DetailSkeleton />}>
        {(event) => <Content event={event} onOpenEvent={onOpenEvent} />}
      </PanelFace>
    </div>
  )
}

type ContentProps = { readonly event: ExecutionEvent } & Pick<Props, 'onOpenEvent'>

const Content = ({ event, onOpenEvent }: ContentProps) => (
  <>
    <EventFacts event={event} onOpenEvent={onOpenEvent} />
    <EventBody told={event} raw={event} />
  </>
)

function EventFacts({ event, onOpenEvent }: ContentProps) {
  const began = event.started_at ?? event.timestamp
  const took = eventDuration(event)
  const subtype = event.event_subtype === null ? '' : `, ${spoken(event.event_subtype)}`
  return (
    <Facts>
      <Fact name="Type">{visibleText(spoken(event.event_type) + subtype)}</Fact>
      {event.status !== null && (
        <Fact name="Status">
          <StatusMark status={event.status} size={13} />
        </Fact>
      )}
      {event.agent_name && <Fact name="Agent">{visibleText(event.agent_name)}</Fact>}
      {began !== null && <Fact name="Started">{formatExact(began)}</Fact>}
      {event.completed_at !== null && <Fact name="Completed">{formatExact(event.completed_at)}</Fact>}
      {took !== undefined && <Fact name="Duration">{formatDuration(took)}</Fact>}
      <Fact name="Event id">
        <CopyableId what="event id" id={event.event_id} />
        <CopyLink />
      </Fact>
      {event.parent_event_id !== null && (
        <Fact name="Parent">
          <ParentLink run_id={event.run_id} parent={event.parent_event_id} onOpen={onOpenEvent} />
        </Fact>
      )}
    </Facts>
  )
}
