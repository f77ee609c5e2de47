import type { ReactNode } from 'react'
import { FailureNotice } from './FailureNotice.tsx'
import { ListSkeleton } from './ListSkeleton.tsx'
import styles from './ListFace.module.css'

type Props = {
  /** The name of the rows: "runs". */
  readonly what: string
  readonly rowHeight: number
  readonly rowCount: number
  readonly query: {
    readonly isPending: boolean
    readonly error: Error | null
    readonly refetch: () => unknown
  }
  /** Shown if there are no rows. */
  readonly empty: ReactNode
  readonly children: ReactNode
}

/** The states of a list: loading, failed, empty, rows. Rows loaded earlier stay if a refetch fails. */
export function ListFace({ what, rowHeight, rowCount, query, empty, children }: Props) {
  if (query.isPending) return <ListSkeleton what={what} rowHeight={rowHeight} />
  if (rowCount > 0) return children
  return (
    <div className={styles['notice']}>
      {query.error ? (
        <FailureNotice what={`The ${what}`} error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        empty
      )}
    </div>
  )
}
