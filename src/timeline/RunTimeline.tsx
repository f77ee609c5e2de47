import type { DAGEdge } from '#contract/entities.ts'
import type { EventId, NodeId, RunId } from '#contract/ids.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import { useNavigation, useRunViewState } from '#src/navigation/useNavigation.ts'
import { useNodeFilter } from '#src/navigation/useNodeFilter.ts'
import { matchingNodes } from '#src/records/nodeFilter/matchingNodes.ts'
import { NodeFilterMenu } from '#src/records/nodeFilter/NodeFilterMenu.tsx'
import { NodeFilterNote } from '#src/records/nodeFilter/NodeFilterNote.tsx'
import { useRunEvents } from '#src/records/eventTable/useEventTable.ts'
import { FailureNotice } from '#src/ui/controls/FailureNotice.tsx'
import { Notice } from '#src/ui/controls/Notice.tsx'
import { useMemo } from 'react'
import type { Lane } from './model/layoutLanes.ts'
import { TimelineSkeleton } from './TimelineSkeleton.tsx'
import type { TimelineViewState } from './TimelineToolbar.tsx'
import { TimelineView } from './TimelineView.tsx'

type Props = {
  readonly run_id: RunId
  readonly nodes: readonly EnrichedNode[]
  readonly edges: readonly DAGEdge[]
  /** The open node, if any. */
  readonly selected: NodeId | undefined
  readonly event_id: EventId | undefined
}

/** The run's nodes and events as bars on a time axis. */
export function RunTimeline({ run_id, nodes, edges, selected, event_id }: Props) {
  const scope = useMemo(() => ({ run_id }), [run_id])
  const events = useRunEvents(scope)
  const viewState = useRunViewState().timeline
  const setViewState = useNavigation((state) => state.setViewState)
  const { filter, setFilter, clear } = useNodeFilter()
  const matching = useMemo(() => matchingNodes(nodes, filter), [nodes, filter])
  const openNode = useNavigation((state) => state.openNode)
  const openEvent = useNavigation((state) => state.openEvent)
  const openRunEvent = useNavigation((state) => state.openRunEvent)
  switch (events.kind) {
    case 'loading':
      return <TimelineSkeleton rows={nodes.length} what="this run" />
    case 'failed':
      return <FailureNotice what="The events of this run" error={events.error} onRetry={events.onRetry} />
    case 'loaded':
      break
  }
  if (nodes.length === 0 && events.total === 0)
    return (
      <Notice title="Nothing to show on the timeline">
        <p>This run has no nodes and no events.</p>
      </Notice>
    )
  const open = (lane: Lane, event: EventId | undefined) => {
    if (lane.kind === 'run') {
      if (event !== undefined) openRunEvent(run_id, event)
    } else if (event === undefined) openNode({ run_id, node_id: lane.node.node_id })
    else openEvent({ run_id, node_id: lane.node.node_id }, event)
  }
  return (
    <TimelineView
      // Collapsed lanes and the visible window belong to the run; another run starts fresh.
      key={run_id}
      of="run"
      events={events}
      nodes={nodes}
      edges={edges}
      selected={selected}
      event_id={event_id}
      matching={matching}
      filter={
        <>
          {matching && <NodeFilterNote matching={matching.size} all={nodes.length} onClear={clear} />}
          <NodeFilterMenu nodes={nodes} filter={filter} onFilter={setFilter} size={24} />
        </>
      }
      viewState={viewState}
      onRead={(change: Partial<TimelineViewState>) => setViewState({ timeline: { ...viewState, ...change } })}
      onOpen={open}
    />
  )
}
