import { Skeleton } from '@mantine/core'
import styles from './EventsSkeleton.module.css'

type Props = {
  /** The list's name, as the beginning of a sentence: "The events of this node". */
  readonly what: string
  /** How many events there will be, where that is known. */
  readonly rows: number | undefined
}

/** Has the size of the list that replaces it: its filters, its totals and its lines. */
export function EventsSkeleton({ what, rows = 12 }: Props) {
  return (
    <div className={styles['skeleton']} role="status" aria-label={`${what}: loading`}>
      {Array.from({ length: Math.min(rows, 20) }, (_, row) => (
        <div key={row}>
          <Skeleton height={12} width={`${72 - ((row * 17) % 40)}%`} />
        </div>
      ))}
    </div>
  )
}
