import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { sameNode, type EventId, type NodeRef } from '#contract/ids.ts'
import { ApiProblemError } from '#src/api/errors.ts'
import { runQueries } from '#src/api/runQueries.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { visibleText } from '#src/ui/visibleText.ts'
import { TextButton } from '#src/ui/TextButton.tsx'
import { useNextPage, type FurtherPages } from '#src/ui/useNextPage.ts'
import styles from './EventsPanel.module.css'

type Props = {
  readonly nodeRef: NodeRef
  /** The event that the address names, and that is not among the loaded rows. */
  readonly event_id: EventId
  readonly pages: FurtherPages
  /** Set where a filter may be what hides the event. */
  readonly onClearFilter: (() => void) | undefined
}

/** Looks for an event that a link names: loads pages until it is there, or says where it is instead. */
export function LinkedEvent({ nodeRef, event_id, pages, onClearFilter }: Props) {
  const openEvent = useNavigation((state) => state.openEvent)
  const event = useQuery(runQueries.event(nodeRef.run_id, event_id))
  // Asked first, so that no page is loaded for an event that cannot be on any.
  const home = event.data?.node_id
  const isOurs = typeof home === 'string' && sameNode({ run_id: nodeRef.run_id, node_id: home }, nodeRef)

  useNextPage(pages, isOurs && !onClearFilter)

  if (event.error) {
    const isUnknown = event.error instanceof ApiProblemError && event.error.problem.status === 404
    return (
      <Line>
        {isUnknown ? 'The event of this link is not in this run.' : 'The event of this link could not be read.'}
      </Line>
    )
  }
  if (home === undefined) return <Line>Looking for the event of this link…</Line>
  if (home === null) return <Line>The event of this link belongs to the run as a whole, not to this node.</Line>
  if (!isOurs)
    return (
      <Line>
        The event of this link belongs to another node of this run.{' '}
        <TextButton onClick={() => openEvent({ run_id: nodeRef.run_id, node_id: home }, event_id)}>
          Show it under {visibleText(home)}
        </TextButton>
      </Line>
    )
  if (onClearFilter)
    return (
      <Line>
        The opened event is not among these rows. <TextButton onClick={onClearFilter}>Clear filters</TextButton>
      </Line>
    )
  return (
    <Line>{pages.hasNextPage ? 'Looking for the event of this link…' : 'The opened event is not in the list.'}</Line>
  )
}

function Line({ children }: { readonly children: ReactNode }) {
  return (
    <p className={styles['linked']} role="status">
      {children}
    </p>
  )
}
