import type { NodeId } from '#contract/ids.ts'
import type { TimeWindow } from '#src/navigation/runViewState.ts'
import { useEffect, useEffectEvent, useId, useRef, type KeyboardEvent } from 'react'
import type { Lane } from '../model/layoutLanes.ts'
import { barEnd } from '../model/times.ts'
import { chartKey } from './chartKeys.ts'
import { groundOf, headHeight, type ChartModel } from './chartModel.ts'
import { NOTHING, type ChartStore, type Cursor, type Hovered } from './chartStore.ts'
import { LaneLabels } from './LaneLabels.tsx'
import { laneOfCursor } from './moveCursor.ts'
import { Overview } from './Overview.tsx'
import { BarTip } from './BarTip.tsx'
import { ReadingLine } from './ReadingLine.tsx'
import { TypeIconSheet } from './TypeIconSheet.tsx'
import { useChartCanvas } from './useChartCanvas.ts'
import { useChartGestures } from './useChartGestures.ts'
import { useChartSize } from './useChartSize.ts'
import { useFollowTime } from './useFollowTime.ts'
import { usePinch } from './usePinch.ts'
import { useWindowInLink } from './useWindowInLink.ts'
import { revealed } from './windowMoves.ts'
import styles from './TimelineChart.module.css'

type Props = {
  readonly store: ChartStore
  readonly model: ChartModel
  readonly window: TimeWindow | undefined
  /** Whether the selected item may lie outside the visible window. */
  readonly keepsTime: boolean
  readonly onWindow: (window: TimeWindow | undefined) => void
  /** Opens an event by its row, or the lane's node if undefined. */
  readonly onOpen: (lane: Lane, row: number | undefined) => void
  readonly onToggleLane: (lane: Lane) => void
  /** Index among the gaps. */
  readonly onToggleGap: (gap: number) => void
}

/**
 * The run on a time axis: the overview with the visible window, the lane names, and one canvas for all bars. The
 * canvas is hidden from screen readers: the chart is a single tab stop whose cursor is announced, and the table has
 * the same rows.
 */
export function TimelineChart(props: Props) {
  const { store, model, window, onWindow, onOpen, onToggleLane, onToggleGap } = props
  const canvasRef = useRef<HTMLCanvasElement>(null)
  const iconsRef = useRef<HTMLDivElement>(null)
  const scrollRef = useRef<HTMLDivElement>(null)
  const keysId = useId()
  useChartSize(store, canvasRef)
  useWindowInLink(store, window, onWindow)
  useFollowTime(store, model, scrollRef)
  const pictureRef = useChartCanvas(canvasRef, iconsRef, store, model)

  const press = (hit: Hovered) => {
    if (hit.kind === 'gap') onToggleGap(hit.gap)
    if (hit.kind !== 'mark') return
    const lane = model.placed.lanes[hit.mark.lane]
    if (!lane) return
    const row = hit.mark.row < 0 ? undefined : hit.mark.row
    openAt(lane, row)
  }
  /** Moves the keyboard cursor to the item opened by pointer. */
  const openAt = (lane: Lane, row: number | undefined) => {
    store.setState({ cursor: { node_id: lane.kind === 'run' ? null : lane.node.node_id, row } })
    onOpen(lane, row)
  }
  usePinch({ canvasRef, scrollRef, store, model })
  const gestures = useChartGestures({ canvasRef, scrollRef, pictureRef, store, model, onPress: press })

  /** Scrolls a lane into view and, unless `keepsTime`, pans to its event, moving as little as possible. */
  const reveal = (at: Cursor, keepsTime = false) => {
    const place = laneOfCursor(model, at)
    const lane = model.placed.lanes[place]
    const state = store.getState()
    const ground = groundOf(model, state)
    if (!lane || !ground) return
    const { table, barEnds } = model.timeline
    const [from, to] =
      at.row === undefined
        ? [lane.times.start, barEnd(lane.times, ground.span.end)]
        : [table.start[at.row] ?? Number.NaN, barEnds[at.row] ?? Number.NaN]
    if (!Number.isNaN(from) && !keepsTime) store.setState({ window: revealed(ground, state.window, from, to) })
    scrollTo(scrollRef.current, model.placed.tops[place] ?? 0, model.placed.tops[place + 1] ?? 0, headHeight(model))
  }

  // Brings an item selected elsewhere, in the graph or by a link, into view.
  const { selected, selectedRow } = model
  const revealSelected = useEffectEvent((node_id: NodeId | undefined, row: number | undefined) => {
    if (node_id !== undefined || row !== undefined) reveal({ node_id: node_id ?? null, row }, props.keepsTime)
  })
  useEffect(() => revealSelected(selected, selectedRow), [selected, selectedRow])

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const act = chartKey(event, model, store.getState())
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    if (act.kind === 'cursor') {
      store.setState({ cursor: act.cursor, hovered: NOTHING })
      reveal(act.cursor)
    } else if (act.kind === 'window') store.setState({ window: act.window })
    else if (act.kind === 'toggle') onToggleLane(act.lane)
    else onOpen(act.lane, act.row)
  }

  return (
    <div className={styles['chart']}>
      <Overview store={store} model={model} />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- role application means that it handles keys itself */}
      <div
        ref={scrollRef}
        role="application"
        aria-label="Timeline"
        aria-describedby={keysId}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- see above
        tabIndex={0}
        className={styles['scroll']}
        onScroll={(event) => store.setState({ top: event.currentTarget.scrollTop, hovered: NOTHING })}
        onKeyDown={onKeyDown}
      >
        <span id={keysId} className="unseen">
          Arrow keys move from bar to bar and from lane to lane, Enter opens, Space folds a lane, E goes to the next
          error, plus and minus zoom, Shift with an arrow key moves through time, 0 shows everything. The table holds
          the same rows.
        </span>
        <div className={styles['lanes']} style={{ height: headHeight(model) + (model.placed.tops.at(-1) ?? 0) }}>
          <div className={styles['stage']}>
            <LaneLabels
              store={store}
              model={model}
              onOpen={(lane) => openAt(lane, undefined)}
              onToggle={onToggleLane}
              onFocus={() => scrollRef.current?.focus({ preventScroll: true })}
            />
            <canvas ref={canvasRef} className={styles['canvas']} aria-hidden {...gestures} />
          </div>
        </div>
      </div>
      <TypeIconSheet ref={iconsRef} />
      <BarTip store={store} model={model} canvasRef={canvasRef} chartRef={scrollRef} />
      <ReadingLine store={store} model={model} />
    </div>
  )
}

function scrollTo(element: HTMLElement | null, top: number, bottom: number, head: number): void {
  if (!element) return
  const room = element.clientHeight - head
  if (top < element.scrollTop) element.scrollTop = top
  else if (bottom > element.scrollTop + room) element.scrollTop = Math.min(top, bottom - room)
}
