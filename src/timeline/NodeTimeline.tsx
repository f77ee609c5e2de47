import { nodeRefKey, type EventId, type NodeRef } from '#contract/ids.ts'
import { ScopeViolationError } from '#src/api/errors.ts'
import { nodeQueries } from '#src/api/nodeQueries.ts'
import { INITIAL_VIEW_STATE } from '#src/navigation/runViewState.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { useNodeEvents, type LoadedEvents } from '#src/records/eventTable/useEventTable.ts'
import { FailureNotice } from '#src/ui/controls/FailureNotice.tsx'
import { Notice } from '#src/ui/controls/Notice.tsx'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { EnrichedNode } from '#contract/summaries.ts'
import { TimelineSkeleton } from './TimelineSkeleton.tsx'
import { TimelineView } from './TimelineView.tsx'

type Props = { readonly nodeRef: NodeRef; readonly event_id: EventId | undefined }

/** The run's timeline restricted to one node: its own time is the whole. */
export function NodeTimeline({ nodeRef, event_id }: Props) {
  const events = useNodeEvents(nodeRef)
  const detail = useQuery(nodeQueries.detail(nodeRef))
  if (events.kind === 'failed')
    return <FailureNotice what="The events of this node" error={events.error} onRetry={events.onRetry} />
  if (detail.error && (!detail.data || detail.error instanceof ScopeViolationError))
    return <FailureNotice what="This node" error={detail.error} onRetry={() => void detail.refetch()} />
  if (events.kind === 'loading' || !detail.data) return <TimelineSkeleton rows={1} what="this node" />
  return (
    <LoadedNode
      key={nodeRefKey(nodeRef)}
      nodeRef={nodeRef}
      node={detail.data.item}
      events={events}
      event_id={event_id}
    />
  )
}

type LoadedProps = Props & { readonly node: EnrichedNode; readonly events: LoadedEvents }

function LoadedNode({ nodeRef, node, events, event_id }: LoadedProps) {
  // The view state of one node is not part of the URL, which holds the run's.
  const [viewState, setViewState] = useState(INITIAL_VIEW_STATE.timeline)
  const openEvent = useNavigation((state) => state.openEvent)
  const nodes = useMemo(() => [node], [node])
  if (events.total === 0)
    return (
      <Notice title="Nothing to show on the timeline">
        <p>This node has no events.</p>
      </Notice>
    )
  return (
    <TimelineView
      of="node"
      events={events}
      nodes={nodes}
      edges={[]}
      selected={undefined}
      event_id={event_id}
      viewState={viewState}
      onRead={(change) => setViewState((before) => ({ ...before, ...change }))}
      onOpen={(_lane, event) => {
        if (event !== undefined) openEvent(nodeRef, event)
      }}
    />
  )
}
