import { Skeleton } from '@mantine/core'
import timelineStyles from './timeline.module.css'
import styles from './TimelineSkeleton.module.css'

const ROWS_MAX = 16

/** Lanes of the final height, one per node, because nodes are known before events. */
export function TimelineSkeleton({ rows, what }: { readonly rows: number; readonly what: string }) {
  const shown = Array.from({ length: Math.min(ROWS_MAX, Math.max(1, rows)) }, (_, index) => index)
  return (
    <div className={timelineStyles['timeline']}>
      <div className={timelineStyles['toolbar']} role="status">
        Loading the events of {what}…
      </div>
      <div className={styles['skeletonHead']} />
      {shown.map((row) => (
        <div key={row} className={styles['skeletonRow']} aria-hidden>
          <Skeleton height={10} width={160 + (row % 3) * 30} />
          <Skeleton height={10} ml={`${(row * 7) % 40}%`} width={`${20 + (row % 4) * 8}%`} />
        </div>
      ))}
    </div>
  )
}
