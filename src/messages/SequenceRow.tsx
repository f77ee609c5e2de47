import { formatClock, UNKNOWN } from '#src/lib/format.ts'
import { classNames } from '#src/lib/classNames.ts'
import type { CSSProperties } from 'react'
import styles from './SequenceRow.module.css'
import type { Arrow } from './sequenceOf.ts'

type Props = {
  readonly arrow: Arrow
  /** Number of lifelines. */
  readonly lifelines: number
  readonly facts: string
  readonly index: number
  readonly total: number
  readonly isActive: boolean
  readonly isChosen: boolean
  readonly style: CSSProperties
  readonly onChoose: () => void
  /** The row is hovered or focused. */
  readonly onPoint: () => void
  readonly onFocus: () => void
}

/** One message as an arrow between lifelines, with its first words above it and its time on the left. */
export function SequenceRow(props: Props) {
  const { arrow, lifelines, facts, index, total, isActive, isChosen, style, onChoose, onPoint, onFocus } = props
  const { message, from, to, words } = arrow
  const share = (place: number) => `${((place + 0.5) / lifelines) * 100}%`
  const first = Math.min(from, to)
  const span: CSSProperties =
    from === to
      ? { left: share(from), width: `${(1 / lifelines) * 100}%` }
      : { left: share(first), width: `${((Math.max(from, to) - first) / lifelines) * 100}%` }
  const direction = from === to ? 'self' : from < to ? 'right' : 'left'
  return (
    <li className={styles['row']} style={style} aria-posinset={index + 1} aria-setsize={total}>
      <button
        type="button"
        className={styles['message']}
        data-index={index}
        data-chosen={isChosen || undefined}
        aria-current={isChosen || undefined}
        tabIndex={isActive ? 0 : -1}
        onClick={onChoose}
        onMouseEnter={onPoint}
        onFocus={() => {
          onPoint()
          onFocus()
        }}
      >
        <span className="unseen">{facts}, </span>
        <span className={styles['time']}>{message.timestamp === null ? UNKNOWN : formatClock(message.timestamp)}</span>
        <span className={styles['lane']}>
          <span className={styles['arrow']} data-direction={direction} style={span}>
            <span className="unseen">: </span>
            <bdi className={classNames(styles['words'], 'ellipsis')}>{words}</bdi>
            <span className={styles['line']} />
          </span>
        </span>
      </button>
    </li>
  )
}
