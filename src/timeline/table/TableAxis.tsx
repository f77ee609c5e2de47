import type { Span } from '../model/times.ts'
import { timeTicks } from '../model/timeTicks.ts'
import { leftOf } from './TableBar.tsx'
import styles from './timelineTable.module.css'

/** Minimum pixels between ticks, and maximum width of a label. */
const TICK_ROOM = 72
const LABEL_ROOM = 48

type Props = { readonly span: Span | undefined; /** Pixels of the axis. */ readonly width: number }

/** The labels of the time axis, in time since the start. */
export function TableAxis({ span, width }: Props) {
  const length = span ? span.end - span.start : 0
  const ticks = span && width > 0 ? timeTicks(0, length, (length * TICK_ROOM) / width) : []
  return (
    <>
      <span className="unseen">Times</span>
      {ticks.map(({ at, label }) => (
        <span key={at} className={styles['tick']} style={{ left: leftOf(at / length) }} aria-hidden>
          {(1 - at / length) * width >= LABEL_ROOM && label}
        </span>
      ))}
    </>
  )
}
