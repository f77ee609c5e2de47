import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { EventId, NodeId, RunId } from '#contract/ids.ts'
import { columnQueries } from '#src/api/columnPages.ts'
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
  const loaded = useLoadedScope({ run_id, event_id })
  const node_id = event.data ? event.data.node_id : loaded
  // A link can name an event of a node too.
  const title = node_id === null ? 'Event without a node' : 'Event'
  return (
    <SideDock what="Event" title={title} mark={isNarrow && <CoveringLiveMark run_id={run_id} />}>
      <EventDetail run_id={run_id} event_id={event_id} onOpenEvent={openEvent} />
    </SideDock>
  )
}

/** The node of an event as the loaded list has it, so that the title does not change once the event is read. */
function useLoadedScope({ run_id, event_id }: Props): NodeId | null | undefined {
  const lists = useQueryClient().getQueryData(columnQueries.run({ run_id }).queryKey)
  for (const { columns } of lists?.pages ?? []) {
    const row = columns.event_id.indexOf(event_id)
    if (row >= 0) return columns.scopes[columns.scope_at[row] ?? -1]?.node_id
  }
  return undefined
}
