import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { ExecutionEvent } from '#contract/entities.ts'
import type { EventId, NodeRef } from '#contract/ids.ts'
import { runQueries } from '#src/api/runQueries.ts'
import { formatDuration, formatExact, spoken } from '#src/lib/format.ts'
import { AnsiText } from '#src/ui/AnsiText.tsx'
import { BoundedText } from '#src/ui/BoundedText.tsx'
import { CodeBlock } from '#src/ui/CodeBlock.tsx'
import { CopyableId } from '#src/ui/CopyableId.tsx'
import { JsonTree } from '#src/ui/JsonTree.tsx'
import { StatusMark } from '#src/ui/StatusMark.tsx'
import { visibleText } from '#src/ui/visibleText.ts'
import { PanelFace } from '../PanelFace.tsx'
import styles from './EventDetail.module.css'
import { EventPayload } from './EventPayload.tsx'
import { eventDuration } from './eventSpan.ts'

type Props = { readonly nodeRef: NodeRef; readonly event_id: EventId }

/** One event whole: fetched when its row is opened, by run and event. */
export function EventDetail({ nodeRef, event_id }: Props) {
  const query = useQuery(runQueries.event(nodeRef.run_id, event_id))
  return (
    <div className={styles['detail']}>
      <PanelFace what="The details of this event" query={query} skeleton={<DetailSkeleton />}>
        {(event) => <Content event={event} />}
      </PanelFace>
    </div>
  )
}

function Content({ event }: { readonly event: ExecutionEvent }) {
  const [isRaw, setIsRaw] = useState(false)
  return (
    <>
      <Facts event={event} />
      {event.error_message !== null && (
        <section className={styles['section']}>
          <h3 className={styles['title']}>Error</h3>
          <div className={styles['trace']}>
            <BoundedText text={event.error_message}>{(shown) => <AnsiText text={shown} />}</BoundedText>
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
  const json = JSON.stringify(event, null, 2)
  return (
    <section className={styles['section']}>
      <h3 className={styles['title']}>Raw JSON</h3>
      <BoundedText text={json} bound={{ chars: 20_000, lines: 400 }}>
        {(shown) => <CodeBlock code={shown} language="json" whole={json} />}
      </BoundedText>
    </section>
  )
}

function Facts({ event }: { readonly event: ExecutionEvent }) {
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
      </Fact>
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
