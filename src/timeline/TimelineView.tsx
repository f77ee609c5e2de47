import type { DAGEdge } from '#contract/entities.ts'
import type { EventId, NodeId } from '#contract/ids.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import { rowOf } from '#src/records/eventTable/eventTable.ts'
import type { LoadedEvents } from '#src/records/eventTable/useEventTable.ts'
import { NewsChip } from '#src/ui/controls/NewsChip.tsx'
import { Notice } from '#src/ui/controls/Notice.tsx'
import { useMemo, useState, type ReactNode } from 'react'
import { groundOf, type ChartModel } from './chart/chartModel.ts'
import { createChartStore } from './chart/chartStore.ts'
import { initialFold, placeLanes, toggleLane, type FoldState } from './chart/placeLanes.ts'
import { TimelineChart } from './chart/TimelineChart.tsx'
import { zoomed } from './chart/windowMoves.ts'
import { GapMenu } from './GapMenu.tsx'
import { criticalPath } from './model/criticalPath.ts'
import { idleGaps } from './model/idleGaps.ts'
import { inOrder, layoutLanes, type Lane } from './model/layoutLanes.ts'
import { backOf, shownLanes } from './model/shownLanes.ts'
import { barEnd } from './model/times.ts'
import { TimelineTable } from './table/TimelineTable.tsx'
import timelineStyles from './timeline.module.css'
import styles from './TimelineView.module.css'
import { TimelineToolbar, type TimelineViewState } from './TimelineToolbar.tsx'
import { TimelineTotals } from './TimelineTotals.tsx'
import { pathInWords } from './words.ts'

type Props = {
  readonly of: 'run' | 'node'
  readonly events: LoadedEvents
  readonly nodes: readonly EnrichedNode[]
  readonly edges: readonly DAGEdge[]
  readonly selected: NodeId | undefined
  readonly event_id: EventId | undefined
  /** Nodes that match the filter; undefined without one. */
  readonly matching?: ReadonlySet<NodeId> | undefined
  /** The menu of the filter, and the note that says how many match. */
  readonly filter?: ReactNode
  readonly viewState: TimelineViewState
  readonly onRead: (change: Partial<TimelineViewState>) => void
  /** Opens an event, or the lane's node if undefined. */
  readonly onOpen: (lane: Lane, event_id: EventId | undefined) => void
}

/**
 * The timeline of a run or a node, as a chart or as a table of the same rows. Render it with the key of its subject.
 */
export function TimelineView({
  of,
  events,
  nodes,
  edges,
  selected,
  event_id,
  matching,
  filter,
  viewState,
  onRead,
  onOpen,
}: Props) {
  const { table } = events
  const timeline = useMemo(() => layoutLanes(table, nodes, edges), [table, nodes, edges])
  const lanes = useMemo(
    () => shownLanes(inOrder(timeline.lanes, viewState.order), viewState.show),
    [timeline, viewState.order, viewState.show],
  )
  const back = useMemo(() => backOf(lanes, matching), [lanes, matching])
  // Decided once, with the first lanes: nothing may collapse under the reader as more events arrive.
  const [fold, setFold] = useState(() => initialFold(lanes.length))
  const [store] = useState(() => createChartStore(viewState.window))
  // A link with a time window shows that window, even if the selected item lies outside.
  const [linked] = useState(() => viewState.window && { selected, event_id })
  const keepsTime = linked !== undefined && linked.selected === selected && linked.event_id === event_id
  const model = useChartModel({ timeline, edges, lanes, fold, back, viewState, selected, event_id })

  const openRow = (lane: Lane, row: number | undefined) =>
    onOpen(lane, row === undefined ? undefined : table.event_id[row])
  const toggle = (lane: Lane) => setFold((state) => toggleLane(state, lane))
  const zoom = (factor: number | undefined) => {
    const state = store.getState()
    const ground = groundOf(model.chart, state)
    if (!ground) return
    store.setState({
      window: factor === undefined ? undefined : zoomed(ground, state.window, ground.width / 2, factor),
    })
  }

  return (
    <div className={timelineStyles['timeline']}>
      <TimelineToolbar
        of={of}
        totals={
          <TimelineTotals events={events} timeline={timeline} nodeCount={of === 'run' ? nodes.length : undefined} />
        }
        gaps={
          <GapMenu
            gaps={model.chart.gaps}
            onFoldAll={(folded) => {
              model.clearToggledGaps()
              onRead({ gaps: folded ? 'folded' : 'shown' })
            }}
            onToggle={model.toggleGap}
          />
        }
        filter={filter}
        viewState={viewState}
        onRead={onRead}
        onFoldAll={(folded) => setFold({ folded, exceptions: new Set() })}
        onZoom={zoom}
      />
      <NewsChip words={events.news.words} at="end" onShow={events.news.onShow} />
      {model.chart.path && viewState.as === 'chart' && (
        <p className={styles['path']}>{pathInWords(model.chart.path, nodes.length)}</p>
      )}
      {viewState.show === 'failed' && lanes.length === 0 ? (
        <Notice title="Nothing failed" action={{ label: 'Show all', onClick: () => onRead({ show: 'all' }) }}>
          <p>No node of this run failed, and no event is an error.</p>
        </Notice>
      ) : viewState.as === 'table' ? (
        <TimelineTable
          timeline={timeline}
          lanes={lanes}
          order={viewState.order}
          fold={fold}
          back={back}
          selected={selected}
          event_id={event_id}
          onOpen={openRow}
          onToggleLane={toggle}
        />
      ) : timeline.span ? (
        <TimelineChart
          store={store}
          model={model.chart}
          window={viewState.window}
          keepsTime={keepsTime}
          onWindow={(window) => onRead({ window })}
          onOpen={openRow}
          onToggleLane={toggle}
          onToggleGap={model.toggleGap}
        />
      ) : (
        <Notice
          title="Nothing to show on the timeline"
          action={{ label: 'Show table', onClick: () => onRead({ as: 'table' }) }}
        >
          <p>These nodes and events have no timestamps. The table lists them in recorded order.</p>
        </Notice>
      )}
    </div>
  )
}

type ModelParts = Pick<Props, 'edges' | 'viewState' | 'selected' | 'event_id'> & {
  readonly back: Uint8Array | undefined
  readonly timeline: ReturnType<typeof layoutLanes>
  readonly lanes: readonly Lane[]
  readonly fold: FoldState
}

/** The chart's model, with the gaps that the reader has toggled individually. */
function useChartModel({ timeline, edges, lanes, fold, back, viewState, selected, event_id }: ModelParts) {
  const placed = useMemo(() => placeLanes(lanes, fold), [lanes, fold])
  const found = useMemo(() => idleGaps(timeline), [timeline])
  const [toggled, setToggled] = useState<ReadonlySet<number>>(new Set())
  const gaps = useMemo(
    () => found.map((gap) => ({ ...gap, isFolded: (viewState.gaps === 'folded') !== toggled.has(gap.start) })),
    [found, toggled, viewState.gaps],
  )
  const path = useMemo(() => {
    if (viewState.path === 'plain') return undefined
    const timed = timeline.lanes.flatMap((lane) =>
      lane.kind === 'node' && lane.times.shape !== 'none'
        ? {
            node_id: lane.node.node_id,
            start: lane.times.start,
            end: barEnd(lane.times, timeline.span?.end ?? lane.times.end),
            isWaiting: lane.node.node_type === 'approval',
          }
        : [],
    )
    return criticalPath(timed, edges)
  }, [timeline, edges, viewState.path])
  const selectedRow = useMemo(() => rowOf(timeline.table, event_id), [timeline, event_id])
  const chart = useMemo(
    (): ChartModel => ({ timeline, placed, gaps, path, selected, selectedRow, back }),
    [timeline, placed, gaps, path, selected, selectedRow, back],
  )
  return {
    chart,
    clearToggledGaps: () => setToggled(new Set()),
    toggleGap: (place: number) => {
      const start = gaps[place]?.start
      if (start === undefined) return
      const next = new Set(toggled)
      if (!next.delete(start)) next.add(start)
      setToggled(next)
    },
  }
}
