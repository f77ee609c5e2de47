import type { EventId, RunId } from '#contract/ids.ts'
import { useOpenEvent } from '#src/navigation/useOpenEvent.ts'
import { EventDetail } from '#src/records/events/EventDetail.tsx'
import { useNarrowScreen } from '#src/ui/hooks/useNarrowScreen.ts'
import { CoveringLiveMark } from '#src/run/LiveMark.tsx'
import { SideDock } from './SideDock.tsx'

type Props = { readonly run_id: RunId; readonly event_id: EventId }

/** The dock of an event without a node: it opens where nodes do. */
export function EventDock({ run_id, event_id }: Props) {
  const openEvent = useOpenEvent()
  const isNarrow = useNarrowScreen()
  return (
    <SideDock what="Event" title="Event without a node" mark={isNarrow && <CoveringLiveMark run_id={run_id} />}>
      <EventDetail run_id={run_id} event_id={event_id} onOpenEvent={openEvent} />
    </SideDock>
  )
}
