import { useEffect, useMemo, type MouseEvent, type ReactNode } from 'react'
import { LinkListEnd, type FurtherPages } from './LinkListEnd.tsx'
import { useRovingRows } from './useRovingRows.ts'
import styles from './LinkList.module.css'

/** Rows before the end at which the next page is asked for. */
const AHEAD = 30

type Props<Row> = {
  readonly label: string
  /** What the rows are, for the line that ends the list: "runs". */
  readonly what: string
  readonly rows: readonly Row[]
  /** All rows that match, also those that are not loaded yet. */
  readonly total: number
  /** Pixels; the same for each row, so that nothing is measured. */
  readonly rowHeight: number
  readonly pages: FurtherPages
  readonly keyOf: (row: Row) => string
  readonly hrefOf: (row: Row) => string
  /** Follows the row's link without leaving the page. */
  readonly onOpen: (row: Row) => void
  readonly currentKey: string | undefined
  readonly children: (row: Row) => ReactNode
}

/** A long list of links: virtualised, read page by page as one nears its end, walked with the arrow keys. */
export function LinkList<Row>(props: Props<Row>) {
  const { rows, keyOf, currentKey, pages, rowHeight, total } = props
  const keys = useMemo(() => rows.map(keyOf), [rows, keyOf])
  const { scrollRef, virtualizer, activeIndex, rovingProps } = useRovingRows(keys, rowHeight, currentKey)

  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = pages
  const nearEnd = (virtualizer.range?.endIndex ?? 0) >= rows.length - AHEAD
  // A page that failed waits for the reader's word at the end of the list: scrolling about must not hammer a server in trouble.
  const wanted = nearEnd && hasNextPage && !isFetchingNextPage && !isFetchNextPageError
  useEffect(() => {
    if (wanted) fetchNextPage()
  }, [wanted, fetchNextPage])

  return (
    <div ref={scrollRef} className={styles['scroll']}>
      <ul
        aria-label={props.label}
        className={styles['list']}
        style={{ height: virtualizer.getTotalSize() }}
        {...rovingProps}
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

/** Clicks with a modifier or the middle button mean the browser's own: a new tab, a new window, a download. */
const isPlainClick = (event: MouseEvent): boolean =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
