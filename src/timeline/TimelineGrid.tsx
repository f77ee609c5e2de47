import type { NodeId } from '#contract/ids.ts'
import { useResizeObserver } from '@mantine/hooks'
import { useRovingRows } from '#src/ui/useRovingRows.ts'
import { useMemo, useState, type KeyboardEvent, type SyntheticEvent } from 'react'
import { gridMove } from './gridKeys.ts'
import type { Span } from './layoutTimeline.ts'
import { factsOf, rowWords } from './rowWords.ts'
import { TimeAxis, TimeLines } from './TimeAxis.tsx'
import { TimelineRowView } from './TimelineRowView.tsx'
import { ROW_HEIGHT, type TimelineRow } from './timelineRows.ts'
import { timeTicks } from './timeTicks.ts'
import styles from './TimelineGrid.module.css'

/** Pixels between two ticks at least, so that their labels do not meet. */
const TICK_ROOM = 64
const HEAD_HEIGHT = 28
const DETAIL_HEIGHT_GUESS = 150

type Props = {
  readonly rows: readonly TimelineRow[]
  readonly span: Span | undefined
  readonly selected: NodeId | undefined
  readonly onOpen: (row: TimelineRow) => void
  readonly onToggle: (row: TimelineRow) => void
}

const isOfNode = (row: TimelineRow, node_id: NodeId): boolean =>
  row.kind === 'lane' && row.lane.kind === 'node' && row.lane.node.node_id === node_id

/** The rows under their time axis, with the line below that reads out the row pointed at. */
export function TimelineGrid({ rows, span, selected, onOpen, onToggle }: Props) {
  const selectedKey = selected && rows.find((row) => isOfNode(row, selected))?.key
  const keys = useMemo(() => rows.map(({ key }) => key), [rows])
  const { scrollRef, virtualizer, activeIndex, placeOf, setActive, focusRow } = useRovingRows({
    keys,
    rowHeight: ROW_HEIGHT,
    heightOf: (index) => (rows[index]?.kind === 'detail' ? DETAIL_HEIGHT_GUESS : ROW_HEIGHT),
    headHeight: HEAD_HEIGHT,
    preferred: selectedKey,
  })
  const [axisRef, axis] = useResizeObserver<HTMLDivElement>()
  const [pointedAt, setPointedAt] = useState<string>()
  const ticks = timeTicks(span ? (span.end - span.start) / 1000 : 0, Math.floor(axis.width / TICK_ROOM))

  // One listener for all rows: they are memoised, and thousands of closures would undo that.
  const indexAt = (event: SyntheticEvent): number => {
    const element = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : null
    return Number(element?.dataset['index'] ?? -1)
  }
  const rowAt = (event: SyntheticEvent): TimelineRow | undefined => rows[indexAt(event)]
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    // Within an unfolded event the arrows scroll its text.
    if (event.target instanceof Element && !event.target.matches('[data-index]')) return
    const move = gridMove(event.key, rows, activeIndex)
    if (!move) return
    event.preventDefault()
    if (move.kind === 'focus') focusRow(move.index)
    else if (move.kind === 'toggle') onToggle(move.row)
    else onOpen(move.row)
  }

  return (
    <>
      <div ref={scrollRef} className={styles['scroll']}>
        {/* oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- the focus roves over its rows; a tab stop of its own would hold nothing */}
        <div
          role="treegrid"
          aria-label="Nodes and events in time order"
          aria-rowcount={rows.length + 1}
          aria-colcount={4}
          onKeyDown={onKeyDown}
          onFocus={(event) => {
            setActive(indexAt(event))
            setPointedAt(rowAt(event)?.key)
          }}
          onClick={(event) => {
            const row = rowAt(event)
            if (!row) return
            if (event.target instanceof Element && event.target.closest('[data-fold]')) onToggle(row)
            else onOpen(row)
          }}
          onPointerOver={(event) => setPointedAt(rowAt(event)?.key)}
          onPointerLeave={() => setPointedAt(rows[activeIndex]?.key)}
        >
          <div role="rowgroup" className={styles['head']} style={{ height: HEAD_HEIGHT }}>
            <div role="row" aria-rowindex={1} className={styles['columns']}>
              <div role="columnheader">Node or event</div>
              <div role="columnheader" className={styles['agent']}>
                Agent
              </div>
              <div role="columnheader" ref={axisRef} className={styles['time']}>
                <TimeAxis ticks={ticks} width={axis.width} />
              </div>
              <div role="columnheader" className={styles['duration']}>
                Duration
              </div>
            </div>
          </div>
          <div className={styles['body']} style={{ height: virtualizer.getTotalSize() }}>
            <TimeLines ticks={ticks} />
            <div role="rowgroup">
              {virtualizer.getVirtualItems().map(({ key, index, start }) => {
                const row = rows[index]
                return (
                  row && (
                    <TimelineRowView
                      key={key}
                      row={row}
                      index={index}
                      top={start - HEAD_HEIGHT}
                      tabStop={index === activeIndex}
                      selected={row.key === selectedKey}
                      measure={row.kind === 'detail' ? virtualizer.measureElement : undefined}
                    />
                  )
                )
              })}
            </div>
          </div>
        </div>
      </div>
      <ReadingLine row={rows[placeOf(pointedAt) ?? -1]} />
    </>
  )
}

/** The row pointed at, in full. Hidden from screen readers, which have just read the row itself. */
function ReadingLine({ row }: { readonly row: TimelineRow | undefined }) {
  if (!row)
    return (
      <div className={styles['reading']} aria-hidden>
        Point at a row to read its times
      </div>
    )
  const words = rowWords(row)
  return (
    <div className={styles['reading']} aria-hidden>
      <span className={styles['readName']}>{words.name}</span>
      <span className={styles['readFacts']}>{factsOf(words)}</span>
    </div>
  )
}
