import { classNames } from '#src/lib/classNames.ts'
import type { Tick } from './timeTicks.ts'
import { leftOf } from './TimeBar.tsx'
import styles from './TimelineGrid.module.css'

/** Pixels that a label takes at most; nearer to the end it would be cut, and only its line is drawn. */
const LABEL_ROOM = 48

type AxisProps = {
  readonly ticks: readonly Tick[]
  /** Pixels of the axis. */
  readonly width: number
}

/** The labels of the time axis, in time since the run's beginning. */
export function TimeAxis({ ticks, width }: AxisProps) {
  return (
    <>
      <span className="unseen">Time since the run began</span>
      {ticks.map(({ at, label }) => (
        <span key={at} className={styles['tick']} style={{ left: leftOf(at) }} aria-hidden>
          {(1 - at) * width >= LABEL_ROOM && label}
        </span>
      ))}
    </>
  )
}

/** The lines below the labels, behind all rows. */
export function TimeLines({ ticks }: { readonly ticks: readonly Tick[] }) {
  return (
    <div className={classNames(styles['columns'], styles['lines'])} aria-hidden>
      <div />
      <div className={styles['agent']} />
      <div className={styles['time']}>
        {ticks.map(({ at }) => (
          <span key={at} className={styles['line']} style={{ left: leftOf(at) }} />
        ))}
      </div>
      <div />
    </div>
  )
}
