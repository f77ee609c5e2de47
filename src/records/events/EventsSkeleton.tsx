import { Skeleton } from '@mantine/core'
import styles from './EventsSkeleton.module.css'

type Props = {
  /** The list's name, as the start of a sentence: "The events of this node". */
  readonly what: string
  /** The number of events, if known. */
  readonly rows: number | undefined
}

/** The size of the list that replaces it: filters, totals and lines. */
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
