import type { MessageRow } from '#contract/entities.ts'
import type { MessageId } from '#contract/ids.ts'
import { MoreRows } from '#src/ui/controls/MoreRows.tsx'
import { isNearEnd, useNextPage, type FurtherPages } from '#src/ui/hooks/useNextPage.ts'
import { useRovingRows } from '#src/ui/hooks/useRovingRows.ts'
import { useEffect, useMemo, useRef, type KeyboardEvent } from 'react'
import { ChatMessage } from './ChatMessage.tsx'
import { chatRows } from './chatRows.ts'
import type { MessageActions } from './MessageActions.ts'
import styles from './MessageChat.module.css'

/** Estimated height of a message until it is measured, in pixels. */
const HEIGHT = { turn: 92, more: 66 } as const

type Props = {
  readonly messages: readonly MessageRow[]
  /** The total number of messages, including ones that are not loaded. */
  readonly total: number
  readonly pages: FurtherPages
  readonly chosen: MessageId | undefined
  readonly actions: MessageActions
}

/**
 * Messages as a conversation, oldest first. It is an ARIA feed: Page Up and Page Down move between messages, Home and
 * End to the first and last one; the arrow keys scroll. Virtual, whatever the number of messages.
 */
export function MessageChat({ messages, total, pages, chosen, actions }: Props) {
  const rows = useMemo(() => chatRows(messages), [messages])
  const keys = useMemo(() => messages.map(({ message_id }) => message_id), [messages])
  const feed = useRovingRows({
    keys,
    rowHeight: HEIGHT.turn,
    heightOf: (index) => HEIGHT[rows[index]?.kind ?? 'turn'],
    preferred: chosen,
  })
  const { scrollRef, virtualizer, activeIndex, placeOf } = feed
  const place = placeOf(chosen)
  const isMissing = chosen !== undefined && place === undefined
  useNextPage(pages, isMissing || isNearEnd(virtualizer.range?.endIndex, rows.length))

  // A message selected by a link or another view is scrolled into view once it is loaded; one selected here is in
  // view already.
  const chosenHere = useRef<MessageId>(undefined)
  useEffect(() => {
    if (place === undefined || chosenHere.current === chosen) return
    chosenHere.current = chosen
    virtualizer.scrollToIndex(place, { align: 'start' })
    // The pending scroll is cancelled on unmount, and restarted when React mounts the list again.
    return () => {
      if (chosenHere.current === chosen) chosenHere.current = undefined
    }
  }, [place, chosen, virtualizer])
  const chooseHere: MessageActions = {
    ...actions,
    choose: (message) => {
      chosenHere.current = message.message_id
      actions.choose(message)
    },
  }

  const onKeyDown = (press: KeyboardEvent) => {
    if (press.altKey || press.ctrlKey || press.metaKey || press.shiftKey) return
    const target = targetOf(press.key, activeIndex, rows.length)
    if (target === undefined) return
    press.preventDefault()
    feed.focusRow(Math.max(0, Math.min(rows.length - 1, target)))
  }
  return (
    <div className={styles['chat']}>
      {isMissing && !pages.hasNextPage && (
        <p className={styles['missing']} role="status">
          The linked message is not in this list.
        </p>
      )}
      <div ref={scrollRef} className={styles['scroll']}>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- its messages take the focus; it handles the keys that move between them */}
        <div
          role="feed"
          aria-label="Messages"
          aria-busy={pages.isFetchingNextPage}
          className={styles['rows']}
          style={{ height: virtualizer.getTotalSize() }}
          onKeyDown={onKeyDown}
        >
          {virtualizer.getVirtualItems().map(({ key, index, start }) => {
            const row = rows[index]
            return (
              row && (
                <ChatMessage
                  key={key}
                  ref={virtualizer.measureElement}
                  row={row}
                  index={index}
                  total={total}
                  isActive={index === activeIndex}
                  isChosen={row.message.message_id === chosen}
                  actions={chooseHere}
                  style={{ transform: `translateY(${start}px)` }}
                  onFocus={() => feed.setActive(index)}
                />
              )
            )
          })}
        </div>
      </div>
      {pages.isFetchNextPageError && <MoreRows what="messages" rest={total - messages.length} pages={pages} />}
    </div>
  )
}

function targetOf(key: string, from: number, count: number): number | undefined {
  switch (key) {
    case 'PageDown':
      return from + 1
    case 'PageUp':
      return from - 1
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}
