import { useMemo } from 'react'
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
import { callFigures } from './chat/callFigures.ts'
import { EventBody } from './EventBody.tsx'
import { Fact, Facts } from './Facts.tsx'
import { CopyLink } from './CopyLink.tsx'
import { eventDuration } from './eventSpan.ts'
import { ParentLink } from './ParentLink.tsx'
import { joinedCall } from './toolCall.ts'
import { isPaired, useOtherHalf, type HalfCall } from './useOtherHalf.ts'
import { TextButton } from '#src/ui/controls/TextButton.tsx'

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

const Content = (props: ContentProps) => {
  const { event } = props
  return isPaired(event) ? <PairedContent {...props} event={event} /> : <Told {...props} told={event} />
}

/** Half a tool call, with the other half as soon as it is known. */
function PairedContent({ event, onOpenEvent }: ContentProps & { readonly event: HalfCall }) {
  const other = useOtherHalf(event)
  const told = useMemo(() => (other ? joinedCall(event, other) : event), [event, other])
  return <Told event={event} told={told} onOpenEvent={onOpenEvent} other={other} />
}

type ToldProps = ContentProps & { readonly told: ExecutionEvent; readonly other?: ExecutionEvent | undefined }

const Told = ({ event, told, other, onOpenEvent }: ToldProps) => (
  <>
    <EventFacts event={event} onOpenEvent={onOpenEvent} />
    {event.event_type === 'llm_call' && <CallFigures event={event} />}
    {other && <OtherHalf other={other} onOpen={onOpenEvent} />}
    <EventBody told={told} raw={event} />
  </>
)

const OtherHalf = ({ other, onOpen }: { readonly other: ExecutionEvent; readonly onOpen: Props['onOpenEvent'] }) => {
  const isStart = other.event_subtype === 'start'
  return (
    <p className={styles['other']}>
      {isStart ? 'The arguments come from the ' : 'The result comes from the '}
      <TextButton onClick={() => onOpen(other)}>{isStart ? 'start of this call' : 'end of this call'}</TextButton>.
    </p>
  )
}

/** The model, its parameters, tokens and cost. */
function CallFigures({ event }: { readonly event: ExecutionEvent }) {
  const figures = callFigures(event)
  if (figures.length === 0) return null
  return (
    <Facts>
      {figures.map(({ name, value }) => (
        <Fact key={name} name={visibleText(name)}>
          {visibleText(value)}
        </Fact>
      ))}
    </Facts>
  )
}

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
