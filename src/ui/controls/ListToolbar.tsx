import { ActionIcon } from '@mantine/core'
import { RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './ListToolbar.module.css'

type Props = {
  /** The number of rows as text; undefined while unknown. */
  readonly total: string | undefined
  readonly busy: boolean
  /** The rows are outdated because a refetch failed. */
  readonly stale: boolean
  readonly onRefresh: () => void
  /** A chip for new rows waiting to be shown. */
  readonly news?: ReactNode
}

/** The line above the rows: the total, and a refresh button. */
export function ListToolbar({ total, busy, stale, onRefresh, news }: Props) {
  return (
    <div className={styles['toolbar']}>
      <span role="status" className="tabular">
        {total}
        {stale && <span className={styles['stale']}> · refresh failed</span>}
      </span>
      {news}
      {/* Not Mantine's `loading`: it disables the button, which would lose the focus on each press. */}
      <ActionIcon variant="subtle" color="gray" size="sm" aria-label="Refresh" title="Refresh" onClick={onRefresh}>
        <RotateCw size={13} aria-hidden className={busy ? 'turns' : undefined} />
      </ActionIcon>
    </div>
  )
}
