import { Skeleton } from '@mantine/core'
import styles from './ListSkeleton.module.css'

type Props = {
  /** What is loading: "runs". */
  readonly what: string
  /** Height of the rows that replace it. */
  readonly rowHeight: number
}

const ROWS = Array.from({ length: 14 }, (_, index) => index)

/** Placeholder rows of the final height, so that nothing jumps when the data arrives. */
export function ListSkeleton({ what, rowHeight }: Props) {
  return (
    <div className={styles['rows']}>
      <span className="unseen" role="status">
        Loading {what}…
      </span>
      {ROWS.map((row) => (
        <div key={row} className={styles['row']} style={{ height: rowHeight }} aria-hidden>
          <Skeleton height={11} width={`${80 - (row % 4) * 12}%`} />
          <Skeleton height={9} width={`${50 + (row % 3) * 10}%`} />
        </div>
      ))}
    </div>
  )
}
