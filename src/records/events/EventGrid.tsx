import type { EventId } from '#contract/ids.ts'
import { disagreementAt, type Disagreements } from '#src/lib/disagreements.ts'
import type { EventOrder } from '#src/lib/eventFilter.ts'
import { formatDuration, currentZone } from '#src/lib/format.ts'
import { rowOf, type EventTable } from '../eventTable/eventTable.ts'
import { rowSteps, stepped } from '#src/ui/hooks/rowSteps.ts'
import {
  useEffect,
  useImperativeHandle,
  useRef,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type Ref,
  type SyntheticEvent,
} from 'react'
import styles from './eventGrid.module.css'
import { EventLine, type NodeColumn } from './EventLine.tsx'
import type { Span } from './eventSpan.ts'
import { HEAD_HEIGHT, useEventGrid } from './useEventGrid.ts'
import { foldAt, type VisibleEvents } from './visibleEvents.ts'

export type EventGridHandle = {
  /** The row that the reader was last at, or else the open one. */
  readonly currentRow: () => number | undefined
  /** Scrolls a visible row into view, and with `focus` also focuses it. */
  readonly goTo: (row: number, how: 'focus' | 'show') => void
}

type Props = {
  readonly ref: Ref<EventGridHandle>
  readonly table: EventTable
  readonly visible: VisibleEvents
  readonly order: EventOrder
  readonly span: Span | undefined
  readonly disagreements: Disagreements
  /** Set if the list contains several nodes. */
  readonly nodes: NodeColumn | undefined
  readonly opened: EventId | undefined
  /** The current error of the error steps. */
  readonly pointed: EventId | undefined
  readonly onOpen: (row: number) => void
  readonly onOpenNode: (row: number) => void
  readonly onToggleFold: (row: number) => void
  readonly onStepError: (step: 1 | -1) => void
  /** Shown below the open row; undefined if events open elsewhere. */
  readonly detail: ReactNode | undefined
}

/**
 * Events as a virtual treegrid with one tab stop: arrows, Page Up and Down, Home and End move, Enter opens, left and
 * right collapse and expand or move to the parent and the first child, n and p move to the next and previous error.
 */
export function EventGrid(props: Props) {
  const { ref, table, visible, span, nodes, opened, pointed, detail } = props
  const grid = useEventGrid({ table, visible, opened, unfolds: detail !== undefined })
  const { scrollRef, virtualizer, openedIndex, detailIndex, placeAt } = grid

  // An event opened by a link is scrolled into view once its row is loaded; one opened by the reader is in view
  // already. Details below the row need space, so the row moves to the top; otherwise a visible row need not move.
  const align = detail === undefined ? 'auto' : 'start'
  const openedHere = useRef<EventId>(undefined)
  useEffect(() => {
    if (openedIndex === undefined || openedHere.current === opened) return
    openedHere.current = opened
    virtualizer.scrollToIndex(openedIndex, { align })
  }, [openedIndex, opened, virtualizer, align])

  // By id, because rows move when others arrive.
  const current = useRef<EventId>(undefined)
  useImperativeHandle(ref, () => ({
    currentRow: () => rowOf(table, current.current ?? opened),
    goTo: (row, how) => {
      const place = visible.place[row] ?? -1
      if (place < 0) return
      current.current = table.event_id[row]
      if (how === 'focus') grid.focusPlace(place)
      else grid.showPlace(place)
    },
  }))

  const open = (row: number) => {
    openedHere.current = table.event_id[row]
    props.onOpen(row)
  }
  // One listener for all lines: closures per line would defeat memoisation.
  const onClick = (click: MouseEvent) => {
    const row = rowUnder(click)
    if (row === undefined || !(click.target instanceof Element)) return
    if (click.target.closest('[data-fold]')) props.onToggleFold(row)
    else if (click.target.closest('[data-node]')) props.onOpenNode(row)
    else open(row)
  }
  const onKeyDown = (press: KeyboardEvent) => {
    if (press.altKey || press.ctrlKey || press.metaKey || press.shiftKey || !isLine(press.target)) return
    const row = rowUnder(press)
    const act = row === undefined ? undefined : actionOf(press.key, row)
    if (!act) return
    press.preventDefault()
    act()
  }
  const actionOf = (key: string, row: number): (() => void) | undefined => {
    const place = visible.place[row] ?? -1
    const fold = foldAt(visible, place)
    const parent = visible.place[table.parent[row] ?? -1] ?? -1
    switch (key) {
      case 'Enter':
      case ' ':
        return () => open(row)
      case 'n':
        return () => props.onStepError(1)
      case 'p':
        return () => props.onStepError(-1)
      case 'ArrowRight':
        if (fold === 'none') return undefined
        return fold === 'closed' ? () => props.onToggleFold(row) : () => grid.focusPlace(place + 1)
      case 'ArrowLeft':
        if (fold === 'open') return () => props.onToggleFold(row)
        return parent >= 0 && parent < place ? () => grid.focusPlace(parent) : undefined
      default: {
        const steps = rowSteps(key)
        return steps === undefined ? undefined : () => grid.focusPlace(stepped(place, steps, visible.size))
      }
    }
  }
  /** The row of the line that an event occurred in; undefined in the detail below it. */
  const rowUnder = ({ target, currentTarget }: SyntheticEvent): number | undefined => {
    const index = Number(lineAround(target, currentTarget)?.dataset['index'] ?? -1)
    return index < 0 || index === detailIndex ? undefined : visible.row[placeAt(index)]
  }

  return (
    <div className={styles['frame']} data-of={nodes ? 'run' : 'node'} data-order={props.order}>
      <div ref={scrollRef} className={styles['scroll']}>
        {/* oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- its rows have a roving focus; a tab stop of its own would be empty */}
        <div
          role="treegrid"
          aria-label={`Events of this ${nodes ? 'run' : 'node'}`}
          aria-rowcount={grid.lines + 1}
          aria-colcount={nodes ? 8 : 7}
          onClick={onClick}
          onKeyDown={onKeyDown}
          onFocus={(event) => {
            const row = isLine(event.target) ? rowUnder(event) : undefined
            if (row === undefined) return
            current.current = table.event_id[row]
            grid.setActive(Number(event.target.dataset['index']))
          }}
        >
          <Head span={span} nodes={nodes} order={props.order} />
          <div role="rowgroup" className={styles['spacer']} style={{ height: virtualizer.getTotalSize() }}>
            {virtualizer.getVirtualItems().map(({ key, index, start }) => {
              const place = placeAt(index)
              const row = visible.row[place]
              const depth = visible.depth[place] ?? 0
              const top = start - HEAD_HEIGHT
              if (index === detailIndex)
                return (
                  <div
                    key={key}
                    role="row"
                    aria-rowindex={index + 2}
                    aria-level={(visible.depth[index - 1] ?? 0) + 2}
                    data-index={index}
                    ref={virtualizer.measureElement}
                    className={styles['detail']}
                    style={{ transform: `translateY(${top}px)` }}
                  >
                    <div role="gridcell" aria-colspan={nodes ? 8 : 7}>
                      {detail}
                    </div>
                  </div>
                )
              return (
                row !== undefined && (
                  <EventLine
                    key={key}
                    table={table}
                    row={row}
                    index={index}
                    rowIndex={index + 2}
                    top={top}
                    depth={depth}
                    fold={foldAt(visible, place)}
                    span={span}
                    nodes={nodes}
                    disagreement={disagreementAt(props.disagreements, row)}
                    isActive={index === grid.activeIndex}
                    isOpened={opened !== undefined && table.event_id[row] === opened}
                    isPointed={pointed !== undefined && table.event_id[row] === pointed}
                    isContext={visible.matches[row] === 0}
                  />
                )
              )
            })}
          </div>
        </div>
      </div>
    </div>
  )
}

function Head({ span, nodes, order }: Pick<Props, 'span' | 'nodes' | 'order'>) {
  const sortedBy = (by: EventOrder) => (order === by ? 'descending' : undefined)
  return (
    <div role="rowgroup" className={styles['head']} style={{ height: HEAD_HEIGHT }}>
      <div role="row" aria-rowindex={1} className={styles['columns']}>
        <div role="columnheader">Event</div>
        {nodes && (
          <div role="columnheader" className={styles['node']}>
            Node
          </div>
        )}
        <div role="columnheader" className={styles['agent']}>
          Agent
        </div>
        <div
          role="columnheader"
          className={styles['span']}
          title={`Bars show when each event ran within this ${nodes ? 'run' : 'node'}`}
        >
          {span ? `In ${formatDuration((span.to - span.from) / 1000)}` : 'Timing'}
        </div>
        <div role="columnheader" className={styles['number']} aria-sort={sortedBy('duration')}>
          Took
        </div>
        <div role="columnheader" className={styles['tokens']} aria-sort={sortedBy('tokens')}>
          Tokens
        </div>
        <div role="columnheader" className={styles['cost']} aria-sort={sortedBy('cost')}>
          Cost
        </div>
        <div role="columnheader" className={styles['number']}>
          Time, {currentZone()}
        </div>
      </div>
    </div>
  )
}

const LINE = '[role="row"][data-index]'

/** An open event handles its own keys: arrows scroll its text. */
const isLine = (target: EventTarget): target is HTMLElement => target instanceof HTMLElement && target.matches(LINE)

/** The outermost line around an element, because an open event may contain lists with lines of their own. */
function lineAround(target: EventTarget, grid: Element): HTMLElement | undefined {
  let line: HTMLElement | undefined
  let next = target instanceof Element ? target.closest<HTMLElement>(LINE) : null
  while (next && grid.contains(next)) {
    line = next
    next = next.parentElement?.closest<HTMLElement>(LINE) ?? null
  }
  return line
}
