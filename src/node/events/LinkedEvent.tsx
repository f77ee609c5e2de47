import { sameNode, type EventId, type NodeRef } from '#contract/ids.ts'
import { ApiProblemError } from '#src/api/errors.ts'
import { runQueries } from '#src/api/runQueries.ts'
import { useOpenEvent } from '#src/navigation/useOpenEvent.ts'
import { EventDetail } from '#src/records/events/EventDetail.tsx'
import type { Progress } from '#src/records/eventTable/useEventTable.ts'
import { TextButton } from '#src/ui/controls/TextButton.tsx'
import { visibleText } from '#src/lib/visibleText.ts'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import styles from './LinkedEvent.module.css'

type Props = {
  readonly nodeRef: NodeRef
  /** The event in the URL, which is not among the rows. */
  readonly event_id: EventId
  readonly progress: Progress['kind']
}

/** Explains where a linked event is that is not in the list, or shows it here if the list was truncated. */
export function LinkedEvent({ nodeRef, event_id, progress }: Props) {
  const openEvent = useOpenEvent()
  const query = useQuery(runQueries.event(nodeRef.run_id, event_id))
  if (query.error) {
    const isUnknown = query.error instanceof ApiProblemError && query.error.problem.status === 404
    return <Line>{isUnknown ? 'The linked event is not in this run.' : 'The linked event could not be loaded.'}</Line>
  }
  if (!query.data) return <Line>Looking for the linked event…</Line>
  const event = query.data
  const { node_id } = event
  if (node_id === null)
    return (
      <Line>
        The linked event belongs to the run, not to this node.{' '}
        <TextButton onClick={() => openEvent(event)}>Show event</TextButton>
      </Line>
    )
  if (!sameNode({ run_id: event.run_id, node_id }, nodeRef))
    return (
      <Line>
        The linked event belongs to another node of this run.{' '}
        <TextButton onClick={() => openEvent(event)}>Show it in node {visibleText(node_id)}</TextButton>
      </Line>
    )
  switch (progress) {
    case 'reading':
      return <Line>Looking for the linked event…</Line>
    case 'complete':
      return <Line>The linked event arrived after this list was loaded. Open the node again to see it in place.</Line>
    case 'interrupted':
    case 'cut':
      return (
        <>
          <Line>The linked event is not in the loaded rows. Here it is:</Line>
          <div className={styles['apart']}>
            <EventDetail run_id={nodeRef.run_id} event_id={event_id} onOpenEvent={openEvent} />
          </div>
        </>
      )
  }
}

function Line({ children }: { readonly children: ReactNode }) {
  return (
    <p className={styles['linked']} role="status">
      {children}
    </p>
  )
}
