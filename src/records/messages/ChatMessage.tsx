import { formatClock, formatExact, plural, UNKNOWN } from '#src/lib/format.ts'
import { CopyText } from '#src/ui/controls/CopyText.tsx'
import { TextButton } from '#src/ui/controls/TextButton.tsx'
import { ArrowRight } from 'lucide-react'
import type { CSSProperties, Ref } from 'react'
import type { ChatRow } from './chatRows.ts'
import type { MessageActions } from './MessageActions.ts'
import styles from './ChatMessage.module.css'
import { MessageText } from './MessageText.tsx'
import { Party } from './Party.tsx'

type Props = {
  readonly row: ChatRow
  readonly index: number
  /** The total number of messages, including ones that are not loaded. */
  readonly total: number
  readonly isActive: boolean
  readonly isChosen: boolean
  readonly actions: MessageActions
  readonly style: CSSProperties
  readonly onFocus: () => void
  /** Measures the row, whose height depends on its text. */
  readonly ref: Ref<HTMLElement>
}

/** One message: sender, recipient, time, node, and its text as inert Markdown. */
export function ChatMessage({ row, index, total, isActive, isChosen, actions, style, onFocus, ref }: Props) {
  const { message, sender, recipient, kind, day } = row
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- articles of a feed take the focus, so that keys can move between them
    <article
      ref={ref}
      className={styles['message']}
      style={style}
      data-index={index}
      data-kind={kind}
      data-chosen={isChosen || undefined}
      aria-current={isChosen || undefined}
      aria-posinset={index + 1}
      aria-setsize={total}
      aria-label={`${sender ?? 'unknown sender'} to ${recipient ?? 'unknown recipient'}${at(message.timestamp, ', ')}`}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- articles of a feed take the focus
      tabIndex={isActive ? 0 : -1}
      onFocus={onFocus}
    >
      {day !== undefined && <div className={styles['day']}>{day}</div>}
      <div className={styles['head']}>
        {kind === 'turn' && (
          <span className={styles['parties']}>
            <Party name={sender} missing="unknown sender" />
            <ArrowRight size={13} aria-label="to" className="dim" />
            <Party name={recipient} missing="unknown recipient" />
          </span>
        )}
        <Facts row={row} actions={actions} />
      </div>
      <MessageText message={message} />
    </article>
  )
}

function Facts({ row: { message }, actions }: { readonly row: ChatRow; readonly actions: MessageActions }) {
  const { run_id, node_id, event_id, timestamp, tokens } = message
  const ref = node_id === null ? undefined : { run_id, node_id }
  const { node } = actions
  return (
    <span className={styles['facts']}>
      {node && ref && (
        <span className={styles['node']}>
          <TextButton onClick={() => node.open(ref)}>
            <bdi>{node.labelOf(ref)}</bdi>
          </TextButton>
        </span>
      )}
      {event_id !== null && <TextButton onClick={() => actions.openEvent(message, event_id)}>event</TextButton>}
      {tokens !== null && <span>{plural(tokens, 'token')}</span>}
      <button
        type="button"
        className={styles['time']}
        title={[timestamp === null ? 'No time was recorded' : formatExact(timestamp), actions.chooseWords].join('\n')}
        aria-label={`${actions.chooseWords}${at(timestamp, ', ')}`}
        onClick={() => actions.choose(message)}
      >
        {timestamp === null ? UNKNOWN : formatClock(timestamp)}
      </button>
      {message.cut === undefined && <CopyText text={message.content} what="message" />}
    </span>
  )
}

const at = (timestamp: ChatRow['message']['timestamp'], before: string): string =>
  timestamp === null ? '' : before + formatClock(timestamp)
