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

/** What a message is taken for until it has been measured, in pixels. */
const HEIGHT = { turn: 92, more: 66 } as const

type Props = {
  readonly messages: readonly MessageRow[]
  /** Of all messages, also those that are not loaded. */
  readonly total: number
  readonly pages: FurtherPages
  readonly chosen: MessageId | undefined
  readonly actions: MessageActions
}

/**
 * Messages as a conversation, oldest first: a feed, in which Page Up and Page Down go from message to message, Home and End to
 * the first and last one; the arrow keys scroll. Only what is near the view is in the page, however many messages there are.
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

  // A message that a link or another view leads to is brought into view once it is there; one that the reader chose here is in view.
  const chosenHere = useRef<MessageId>(undefined)
  useEffect(() => {
    if (place === undefined || chosenHere.current === chosen) return
    chosenHere.current = chosen
    virtualizer.scrollToIndex(place, { align: 'start' })
    // What was begun is given up when the list goes, and is begun anew where React mounts it again.
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
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the messages in it take the focus; it hears the keys that move among them */}
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
