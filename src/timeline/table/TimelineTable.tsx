import { currentZone } from '#src/lib/format.ts'
import { useResizeObserver } from '@mantine/hooks'
import type { EventId, NodeId } from '#contract/ids.ts'
import { useRovingRows } from '#src/ui/hooks/useRovingRows.ts'
import { useEffect, useEffectEvent, useMemo, type KeyboardEvent, type SyntheticEvent } from 'react'
import { laneKey, type FoldState } from '../chart/placeLanes.ts'
import type { Lane, Timeline } from '../model/layoutLanes.ts'
import { gridMove } from './gridKeys.ts'
import { TableAxis } from './TableAxis.tsx'
import { TableRow } from './TableRow.tsx'
import { foldOf, ROW_HEIGHT, tableRows } from './tableRows.ts'
import styles from './timelineTable.module.css'

const HEAD_HEIGHT = 28

type Props = {
  readonly timeline: Timeline
  /** In the requested order. */
  readonly lanes: readonly Lane[]
  readonly order: 'recorded' | 'time'
  readonly fold: FoldState
  /** By lane: 1 if its node does not match the filter. */
  readonly back: Uint8Array | undefined
  readonly selected: NodeId | undefined
  readonly event_id: EventId | undefined
  readonly onOpen: (lane: Lane, row: number | undefined) => void
  readonly onToggleLane: (lane: Lane) => void
}

/**
 * The timeline as a table for keyboards and screen readers: the same lanes and events in the same order, with the
 * same marks.
 */
export function TimelineTable({ timeline, lanes, order, fold, back, selected, event_id, onOpen, onToggleLane }: Props) {
  const rows = useMemo(() => tableRows(timeline, lanes, fold, order), [timeline, lanes, fold, order])
  const ofSelected = lanes.find((lane) => lane.kind === 'node' && lane.node.node_id === selected)
  const isShown = event_id !== undefined && rows.keys.includes(event_id)
  const selectedKey = isShown ? event_id : ofSelected && laneKey(ofSelected)
  const { scrollRef, virtualizer, activeIndex, placeOf, setActive, focusRow } = useRovingRows({
    keys: rows.keys,
    rowHeight: ROW_HEIGHT,
    headHeight: HEAD_HEIGHT,
    preferred: selectedKey,
  })
  // Brings an item selected elsewhere, in the graph or beside the run, into view. Visible items don't move.
  const show = useEffectEvent((key: string | undefined) => {
    const index = placeOf(key)
    if (index !== undefined) virtualizer.scrollToIndex(index, { align: 'auto' })
  })
  useEffect(() => show(selectedKey), [selectedKey])
  const [axisRef, axis] = useResizeObserver<HTMLDivElement>()

  // One listener for all rows: closures per row would defeat memoisation.
  const indexAt = (event: SyntheticEvent): number => {
    const element = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : null
    return Number(element?.dataset['index'] ?? -1)
  }
  const laneOf = (index: number) => lanes[rows.lane[index] ?? -1]
  const open = (index: number) => {
    const lane = laneOf(index)
    const row = rows.event[index] ?? -1
    if (lane) onOpen(lane, row < 0 ? undefined : row)
  }
  const foldAt = (index: number) => {
    const lane = laneOf(index)
    return lane && rows.event[index] === -1 ? foldOf(lane, fold) : 'leaf'
  }
  const toggle = (index: number) => {
    const lane = laneOf(index)
    if (lane) onToggleLane(lane)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const move = gridMove(event.key, rows, activeIndex, foldAt(activeIndex), timeline.table.parent)
    if (!move) return
    event.preventDefault()
    if (move.kind === 'focus') focusRow(move.index)
    else if (move.kind === 'toggle') toggle(activeIndex)
    else open(activeIndex)
  }

  return (
    <div ref={scrollRef} className={styles['scroll']}>
      {/* oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- its rows have a roving focus; a tab stop of its own would be empty */}
      <div
        role="treegrid"
        aria-label={order === 'time' ? 'Nodes and events by time' : 'Nodes and events in recorded order'}
        aria-rowcount={rows.keys.length + 1}
        aria-colcount={5}
        onKeyDown={onKeyDown}
        onFocus={(event) => setActive(indexAt(event))}
        onClick={(event) => {
          const index = indexAt(event)
          if (event.target instanceof Element && event.target.closest('[data-fold]')) toggle(index)
          else open(index)
        }}
      >
        <div role="rowgroup" className={styles['head']} style={{ height: HEAD_HEIGHT }}>
          <div role="row" aria-rowindex={1} className={styles['columns']}>
            <div role="columnheader">Node or event</div>
            <div role="columnheader" className={styles['agent']}>
              Agent
            </div>
            <div role="columnheader" className={styles['started']}>
              Started, {currentZone()}
            </div>
            <div role="columnheader" ref={axisRef} className={styles['time']}>
              <TableAxis span={timeline.span} width={axis.width} />
            </div>
            <div role="columnheader" className={styles['duration']}>
              Duration
            </div>
          </div>
        </div>
        <div role="rowgroup" className={styles['body']} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ key, index, start }) => {
            const lane = laneOf(index)
            return (
              lane && (
                <TableRow
                  key={key}
                  timeline={timeline}
                  lane={lane}
                  row={rows.event[index] ?? -1}
                  index={index}
                  top={start - HEAD_HEIGHT}
                  fold={foldAt(index)}
                  tabStop={index === activeIndex}
                  isBack={back?.[rows.lane[index] ?? 0] === 1}
                  selected={rows.keys[index] === selectedKey}
                />
              )
            )
          })}
        </div>
      </div>
    </div>
  )
}
