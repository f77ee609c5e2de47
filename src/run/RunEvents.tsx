import type { EventId, NodeId, RunId } from '#contract/ids.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import { useNavigation, useRunViewState } from '#src/navigation/useNavigation.ts'
import { useOpenEvent } from '#src/navigation/useOpenEvent.ts'
import { eventAt } from '#src/records/events/eventFilter.ts'
import { EventList } from '#src/records/events/EventList.tsx'
import { tableSpan } from '#src/records/events/eventSpan.ts'
import { EventsSkeleton } from '#src/records/events/EventsSkeleton.tsx'
import { useRunEvents, type LoadedEvents } from '#src/records/eventTable/useEventTable.ts'
import { FailureNotice } from '#src/ui/controls/FailureNotice.tsx'
import { Notice } from '#src/ui/controls/Notice.tsx'
import { useMemo } from 'react'

type Props = {
  readonly run_id: RunId
  readonly nodes: readonly EnrichedNode[]
  /** The node open beside the run. */
  readonly selected: NodeId | undefined
  /** The open event, of that node or of none. */
  readonly event_id: EventId | undefined
}

const WHAT = 'The events of this run'

/** All events of a run, including those without a node. An event opens beside the run. */
export function RunEvents(props: Props) {
  const { run_id } = props
  const events = useRunEvents({ run_id })
  switch (events.kind) {
    case 'loading':
      return <EventsSkeleton what={WHAT} rows={20} />
    case 'failed':
      return <FailureNotice what={WHAT} error={events.error} onRetry={events.onRetry} />
    case 'loaded':
      if (events.table.size === 0)
        return (
          <Notice title="No events.">
            <p>This run has no events.</p>
          </Notice>
        )
      // What the reader folded belongs to the run, so another run starts with new state.
      return <Loaded key={run_id} {...props} events={events} />
  }
}

function Loaded({ run_id, nodes, selected, event_id, events }: Props & { readonly events: LoadedEvents }) {
  const { table } = events
  const filter = useRunViewState().events
  const setViewState = useNavigation((state) => state.setViewState)
  const openNode = useNavigation((state) => state.openNode)
  const openEvent = useOpenEvent()
  const span = useMemo(() => tableSpan(table), [table])
  const column = useMemo(
    () => ({ labels: new Map(nodes.map((node) => [node.node_id, node.label || node.node_id])), selected }),
    [nodes, selected],
  )
  return (
    <EventList
      events={events}
      filter={filter}
      onFilter={(changed) => setViewState({ events: changed })}
      span={span}
      nodes={column}
      opened={event_id}
      onOpen={(row) => {
        const event = eventAt(table, row)
        if (event) openEvent({ run_id, ...event })
      }}
      onOpenNode={(row) => {
        const node_id = eventAt(table, row)?.node_id
        if (node_id) openNode({ run_id, node_id })
      }}
    />
  )
}
