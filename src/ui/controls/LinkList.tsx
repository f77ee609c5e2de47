import {
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useMemo,
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react'
import { isPlainClick } from '#src/lib/isPlainClick.ts'
import { rowSteps, stepped } from '../hooks/rowSteps.ts'
import { isNearEnd, useNextPage, type FurtherPages } from '../hooks/useNextPage.ts'
import { useRovingRows } from '../hooks/useRovingRows.ts'
import { TextButton } from './TextButton.tsx'
import styles from './LinkList.module.css'

export type LinkListHandle = { readonly scrollToTop: () => void }

type Props<Row> = {
  readonly ref?: Ref<LinkListHandle>
  /** The reader scrolled away from the top, back to it, or left the list. */
  readonly onAway?: (isAway: boolean) => void
  readonly label: string
  /** The name of the rows, for the line at the end of the list: "runs". */
  readonly what: string
  readonly rows: readonly Row[]
  /** Number of matching rows, including ones that are not loaded yet. */
  readonly total: number
  /** Pixels; the same for each row, so that nothing is measured. */
  readonly rowHeight: number
  readonly pages: FurtherPages
  readonly keyOf: (row: Row) => string
  readonly hrefOf: (row: Row) => string
  /** Follows the row's link without a page load. */
  readonly onOpen: (row: Row) => void
  readonly currentKey: string | undefined
  readonly children: (row: Row) => ReactNode
}

/** A long virtual list of links, loaded page by page near its end, with arrow key navigation. */
export function LinkList<Row>(props: Props<Row>) {
  const { ref, rows, keyOf, currentKey, pages, rowHeight, total, onAway } = props
  const keys = useMemo(() => rows.map(keyOf), [rows, keyOf])
  const roving = useRovingRows({ keys, rowHeight, preferred: currentKey })
  const { scrollRef, virtualizer, activeIndex } = roving
  useNextPage(pages, isNearEnd(virtualizer.range?.endIndex, rows.length))

  useImperativeHandle(ref, () => ({ scrollToTop: () => virtualizer.scrollToOffset(0) }), [virtualizer])
  const onLeave = useEffectEvent(() => onAway?.(false))
  useEffect(() => () => onLeave(), [])

  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const index = event.target.dataset['index']
    if (index !== undefined) roving.setActive(Number(index))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const steps = rowSteps(event.key)
    if (steps === undefined) return
    event.preventDefault()
    roving.focusRow(stepped(activeIndex, steps, rows.length))
  }

  return (
    <div
      ref={scrollRef}
      className={styles['scroll']}
      onScroll={({ currentTarget }) => onAway?.(currentTarget.scrollTop > rowHeight)}
    >
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a single listener for its links, which have the focus */}
      <ul
        aria-label={props.label}
        className={styles['list']}
        style={{ height: virtualizer.getTotalSize() }}
        onFocus={onFocus}
        onKeyDown={onKeyDown}
      >
        {virtualizer.getVirtualItems().map(({ key, index, start }) => {
          const row = rows[index]
          if (row === undefined) return null
          return (
            <li
              key={key}
              className={styles['item']}
              style={{ height: rowHeight, transform: `translateY(${start}px)` }}
              aria-posinset={index + 1}
              aria-setsize={total}
            >
              <a
                className={styles['link']}
                href={props.hrefOf(row)}
                data-index={index}
                tabIndex={index === activeIndex ? 0 : -1}
                aria-current={keyOf(row) === currentKey ? 'true' : undefined}
                onClick={(event) => {
                  if (!isPlainClick(event)) return
                  event.preventDefault()
                  props.onOpen(row)
                }}
              >
                {props.children(row)}
              </a>
            </li>
          )
        })}
      </ul>
      <LinkListEnd what={props.what} pages={pages} />
    </div>
  )
}

/** The line below the last loaded row: that more rows are loading, or that loading failed. */
function LinkListEnd({ what, pages }: { readonly what: string; readonly pages: FurtherPages }) {
  if (pages.isFetchingNextPage)
    return (
      <p className={styles['end']} role="status">
        Loading more {what}…
      </p>
    )
  if (!pages.isFetchNextPageError) return null
  return (
    <p className={styles['end']} role="alert">
      More {what} could not be loaded. <TextButton onClick={() => pages.fetchNextPage()}>Try again</TextButton>
    </p>
  )
}
