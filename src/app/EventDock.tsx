import { useQuery } from '@tanstack/react-query'
import type { EventId, RunId } from '#contract/ids.ts'
import { runQueries } from '#src/api/runQueries.ts'
import { useOpenEvent } from '#src/navigation/useOpenEvent.ts'
import { EventDetail } from '#src/records/events/EventDetail.tsx'
import { useNarrowScreen } from '#src/ui/hooks/useNarrowScreen.ts'
import { CoveringLiveMark } from '#src/run/LiveMark.tsx'
import { SideDock } from './SideDock.tsx'

type Props = { readonly run_id: RunId; readonly event_id: EventId }

/** The dock of an event that is opened by itself, as one without a node is: it opens where nodes do. */
export function EventDock({ run_id, event_id }: Props) {
  const openEvent = useOpenEvent()
  const isNarrow = useNarrowScreen()
  const event = useQuery(runQueries.event(run_id, event_id))
  // A link can name an event of a node too.
  const title = event.data?.node_id === null ? 'Event without a node' : 'Event'
  return (
    <SideDock what="Event" title={title} mark={isNarrow && <CoveringLiveMark run_id={run_id} />}>
      <EventDetail run_id={run_id} event_id={event_id} onOpenEvent={openEvent} />
    </SideDock>
  )
}
