import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { ExecutionEvent } from '#contract/entities.ts'
import type { EventId, RunId } from '#contract/ids.ts'
import { runQueries } from '#src/api/runQueries.ts'
import { formatDuration, formatExact, spoken } from '#src/lib/format.ts'
import { AnsiText } from '#src/ui/AnsiText.tsx'
import { BoundedText } from '#src/ui/BoundedText.tsx'
import { CopyableId } from '#src/ui/CopyableId.tsx'
import { JsonTree } from '#src/ui/JsonTree.tsx'
import { RawJson } from '#src/ui/RawJson.tsx'
import { StatusMark } from '#src/ui/StatusMark.tsx'
import { visibleText } from '#src/ui/visibleText.ts'
import { PanelFace } from '#src/ui/PanelFace.tsx'
import styles from './EventDetail.module.css'
import { EventPayload } from './EventPayload.tsx'
import { CopyLink } from './CopyLink.tsx'
import { eventDuration } from './eventSpan.ts'
import { ParentLink } from './ParentLink.tsx'

type Props = {
  readonly run_id: RunId
  readonly event_id: EventId
  /** Opens another event of the run, such as the parent, in its own place. */
  readonly onOpenEvent: (event: ExecutionEvent) => void
}

/** One event whole, fetched when it is opened, by run and event. It must be the event that the address names: that is what its link copies. */
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

function Content({ event, onOpenEvent }: ContentProps) {
  const [isRaw, setIsRaw] = useState(false)
  return (
    <>
      <Facts event={event} onOpenEvent={onOpenEvent} />
      {event.error_message !== null && (
        <section className={styles['section']}>
          <h3 className={styles['title']}>Error</h3>
          <div className={styles['trace']}>
            <BoundedText text={event.error_message} as="terminal">
              {(shown) => <AnsiText text={shown} />}
            </BoundedText>
          </div>
        </section>
      )}
      {isRaw ? (
        <RawEvent event={event} />
      ) : (
        <>
          <EventPayload event={event} side="inputs" />
          <EventPayload event={event} side="outputs" />
          {Object.keys(event.meta).length > 0 && (
            <section className={styles['section']}>
              <h3 className={styles['title']}>Meta</h3>
              <JsonTree value={event.meta} name="Meta" />
            </section>
          )}
        </>
      )}
      <Button size="compact-xs" variant="default" aria-pressed={isRaw} onClick={() => setIsRaw(!isRaw)}>
        {isRaw ? 'Show by kind' : 'Show raw JSON'}
      </Button>
    </>
  )
}

function RawEvent({ event }: { readonly event: ExecutionEvent }) {
  return (
    <section className={styles['section']}>
      <h3 className={styles['title']}>Raw JSON</h3>
      <RawJson value={event} />
    </section>
  )
}

function Facts({ event, onOpenEvent }: ContentProps) {
  const began = event.started_at ?? event.timestamp
  const took = eventDuration(event)
  const subtype = event.event_subtype === null ? '' : `, ${spoken(event.event_subtype)}`
  return (
    <dl className={styles['facts']}>
      <Fact name="Type">{visibleText(spoken(event.event_type) + subtype)}</Fact>
      {event.status !== null && (
        <Fact name="Status">
          <StatusMark status={event.status} size={13} />
        </Fact>
      )}
      {event.agent_name && <Fact name="Agent">{visibleText(event.agent_name)}</Fact>}
      {began !== null && <Fact name="Started">{formatExact(began)}</Fact>}
      {event.completed_at !== null && <Fact name="Completed">{formatExact(event.completed_at)}</Fact>}
      {took !== undefined && <Fact name="Took">{formatDuration(took)}</Fact>}
      <Fact name="Event id">
        <CopyableId what="event id" id={event.event_id} />
        <CopyLink />
      </Fact>
      {event.parent_event_id !== null && (
        <Fact name="Parent">
          <ParentLink run_id={event.run_id} parent={event.parent_event_id} onOpen={onOpenEvent} />
        </Fact>
      )}
    </dl>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function DetailSkeleton() {
  return (
    <div className={styles['skeleton']}>
      <Skeleton height={34} />
      <Skeleton height={72} />
      <Skeleton height={72} />
    </div>
  )
}
