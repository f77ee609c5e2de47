import { type NodeId, type NodeRef, refOf } from '#contract/ids.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import { formatDuration } from '#src/lib/format.ts'
import { nodeLabel } from '#src/records/nodeLabel.ts'
import { statusToken } from '#src/theme/statusTokens.ts'
import { ErrorChip } from '#src/ui/controls/ErrorChip.tsx'
import { renderedRows } from '#src/ui/hooks/renderedRows.ts'
import { StatusMark } from '#src/ui/controls/StatusMark.tsx'
import { visibleText } from '#src/lib/visibleText.ts'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { flushSync } from 'react-dom'
import { gridStep } from './gridStep.ts'
import { useStandsBack } from '../FoundContext.ts'
import styles from './MemberGrid.module.css'

/** Pixels, including the gap; as in MemberPanel.module.css. */
const CELL = { width: 188, height: 52 } as const

type Props = {
  readonly members: readonly EnrichedNode[]
  readonly selected: NodeId | undefined
  readonly label: string
  readonly onOpen: (node: NodeRef) => void
}

/**
 * Any number of small cards in rows; only those in view are rendered. One of them is the tab stop; arrow keys move in
 * all four directions.
 */
export function MemberGrid({ members, selected, label, onOpen }: Props) {
  const scroll = useRef<HTMLDivElement>(null)
  const columns = useColumns(scroll)
  const [moved, setMoved] = useState<NodeId>()
  const placeOf = (id: NodeId | undefined) => members.findIndex(({ node_id }) => node_id === id)
  const active = Math.max(0, placeOf(moved) >= 0 ? placeOf(moved) : placeOf(selected))
  const rows = Math.ceil(members.length / columns)
  // oxlint-disable-next-line react/incompatible-library -- its functions go to plain elements; nothing memoised depends on them
  const virtualizer = useVirtualizer({
    count: rows,
    getScrollElement: () => scroll.current,
    estimateSize: () => CELL.height,
    overscan: 3,
    rangeExtractor: (range) => renderedRows(range, Math.floor(active / columns)),
  })
  const focus = (at: number) => {
    flushSync(() => setMoved(members[at]?.node_id))
    virtualizer.scrollToIndex(Math.floor(at / columns))
    scroll.current?.querySelector<HTMLElement>(`[data-place="${at}"]`)?.focus({ preventScroll: true })
  }
  const onKeyDown = (press: KeyboardEvent) => {
    if (press.altKey || press.ctrlKey || press.metaKey || press.shiftKey) return
    const target = gridStep(press.key, active, columns, members.length)
    if (target === undefined) return
    press.preventDefault()
    focus(target)
  }
  const items = virtualizer.getVirtualItems()
  const hasRows = items.length > 0
  // If the list was opened from a card of the graph, move the focus into it; if a link opened it, leave the focus where
  // it is.
  useEffect(() => {
    if (
      hasRows &&
      document.activeElement instanceof HTMLElement &&
      document.activeElement.dataset['cardId'] !== undefined
    )
      scroll.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true })
  }, [hasRows])
  return (
    <div ref={scroll} className={styles['scroll']}>
      {/* oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- its cells take the focus */}
      <div
        role="grid"
        aria-label={label}
        aria-rowcount={rows}
        aria-colcount={columns}
        className={styles['rows']}
        style={{ height: virtualizer.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {items.map(({ key, index, start }) => (
          <div
            key={key}
            role="row"
            aria-rowindex={index + 1}
            className={styles['row']}
            style={{ transform: `translateY(${start}px)` }}
          >
            {members.slice(index * columns, (index + 1) * columns).map((node, column) => (
              <Member
                key={node.node_id}
                node={node}
                place={index * columns + column}
                isActive={index * columns + column === active}
                isSelected={node.node_id === selected}
                onOpen={() => onOpen(refOf(node))}
                onFocus={() => setMoved(node.node_id)}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  )
}

type MemberProps = {
  readonly node: EnrichedNode
  readonly place: number
  readonly isActive: boolean
  readonly isSelected: boolean
  readonly onOpen: () => void
  readonly onFocus: () => void
}

function Member({ node, place, isActive, isSelected, onOpen, onFocus }: MemberProps) {
  const { tone, turns } = statusToken(node.status)
  const standsBack = useStandsBack([node])
  return (
    // oxlint-disable-next-line jsx-a11y/control-has-associated-label -- the button inside labels it
    <div role="gridcell" aria-selected={isSelected} className={styles['cell']}>
      <button
        type="button"
        className={styles['member']}
        data-place={place}
        data-node-id={node.node_id}
        data-tone={tone}
        data-back={standsBack || undefined}
        tabIndex={isActive ? 0 : -1}
        aria-haspopup="dialog"
        title={`${nodeLabel(node)} (${visibleText(node.node_id)})`}
        onClick={onOpen}
        onFocus={onFocus}
      >
        <bdi className="ellipsis">{nodeLabel(node)}</bdi>
        <span className={styles['line']}>
          <StatusMark status={node.status} size={12} />
          {!turns && node.duration_ms !== null && (
            <span className="dim tabular">{formatDuration(node.duration_ms)}</span>
          )}
          {node.label !== node.node_id && <span className="dim ellipsis">{visibleText(node.node_id)}</span>}
          <ErrorChip count={node.error_count} />
        </span>
      </button>
    </div>
  )
}

/** As many columns as fit; measured on the element, so that a panel of any width is filled. */
function useColumns(element: { readonly current: HTMLElement | null }): number {
  const [columns, setColumns] = useState(4)
  useEffect(() => {
    const shown = element.current
    if (!shown) return
    const observer = new ResizeObserver(() => setColumns(Math.max(1, Math.floor(shown.clientWidth / CELL.width))))
    observer.observe(shown)
    return () => observer.disconnect()
  }, [element])
  return columns
}
