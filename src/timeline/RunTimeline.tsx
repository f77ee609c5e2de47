import type { DAGEdge } from '#contract/entities.ts'
import type { EventId, NodeId, NodeRef, RunId } from '#contract/ids.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import { FailureNotice } from '#src/ui/FailureNotice.tsx'
import { Notice } from '#src/ui/Notice.tsx'
import { useMemo, useState } from 'react'
import { layoutTimeline } from './layoutTimeline.ts'
import { TimelineGrid } from './TimelineGrid.tsx'
import { TimelineSkeleton } from './TimelineSkeleton.tsx'
import { TimelineToolbar } from './TimelineToolbar.tsx'
import { initialFold, timelineRows, toggleRow, type TimelineRow } from './timelineRows.ts'
import { useRunEvents, type RunEvents } from './useRunEvents.ts'
import styles from './RunTimeline.module.css'

type Props = {
  readonly run_id: RunId
  readonly nodes: readonly EnrichedNode[]
  readonly edges: readonly DAGEdge[]
  /** The node that is open, if one is. */
  readonly selected: NodeId | undefined
  readonly onOpenNode: (ref: NodeRef) => void
  readonly onOpenEvent: (ref: NodeRef, event_id: EventId) => void
}

/** The run's nodes and events as bars in time order. */
export function RunTimeline(props: Props) {
  const { run_id, nodes } = props
  const events = useRunEvents(run_id)
  switch (events.kind) {
    case 'loading':
      return <TimelineSkeleton rows={nodes.length} />
    case 'failed':
      return <FailureNotice what="The events of this run" error={events.error} onRetry={events.onRetry} />
    case 'loaded':
      if (nodes.length === 0 && events.total === 0)
        return (
          <Notice title="Nothing to show in time">
            <p>This run recorded no nodes and no events.</p>
          </Notice>
        )
      // What the reader folds belongs to the run: another run begins anew.
      return <LoadedTimeline key={run_id} {...props} events={events} />
  }
}

type LoadedProps = Props & { readonly events: Extract<RunEvents, { kind: 'loaded' }> }

function LoadedTimeline({ run_id, nodes, edges, selected, onOpenNode, onOpenEvent, events: loaded }: LoadedProps) {
  const { events, total, progress } = loaded
  // Decided when the first page tells the total, and not again: rows must not fold under the reader while more arrive.
  const [fold, setFold] = useState(() => initialFold(total))
  const timeline = useMemo(() => layoutTimeline(nodes, edges, events), [nodes, edges, events])
  const rows = useMemo(() => timelineRows(timeline.lanes, fold), [timeline, fold])

  const open = (row: TimelineRow) => {
    const { lane } = row
    if (row.kind === 'detail') return
    if (lane.kind === 'run') setFold(toggleRow(fold, row))
    else if (row.kind === 'lane') onOpenNode({ run_id, node_id: lane.node.node_id })
    else onOpenEvent({ run_id, node_id: lane.node.node_id }, row.item.event.event_id)
  }

  return (
    <div className={styles['timeline']}>
      <TimelineToolbar
        nodeCount={nodes.length}
        shown={events.length}
        total={total}
        progress={progress}
        span={timeline.span}
        onFoldAll={(folded) => setFold({ ...fold, folded, exceptions: new Set() })}
      />
      <TimelineGrid
        rows={rows}
        span={timeline.span}
        selected={selected}
        onOpen={open}
        onToggle={(row) => setFold(toggleRow(fold, row))}
      />
    </div>
  )
}
