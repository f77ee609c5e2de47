import { ActionIcon } from '@mantine/core'
import { RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './ListToolbar.module.css'

type Props = {
  /** How many rows there are, in words; undefined while that is not known. */
  readonly total: string | undefined
  readonly busy: boolean
  /** The rows are from before: reading them again has failed. */
  readonly stale: boolean
  readonly onRefresh: () => void
  /** What waits to be shown in the list. */
  readonly news?: ReactNode
}

/** The line above the rows: the true total, and a button that reads them again. */
export function ListToolbar({ total, busy, stale, onRefresh, news }: Props) {
  return (
    <div className={styles['toolbar']}>
      <span role="status" className="tabular">
        {total}
        {stale && <span className={styles['stale']}> · refresh failed</span>}
      </span>
      {news}
      {/* Not Mantine's `loading`: it disables the button, which would throw the focus away each time it is pressed. */}
      <ActionIcon variant="subtle" color="gray" size="sm" aria-label="Refresh" title="Refresh" onClick={onRefresh}>
        <RotateCw size={13} aria-hidden className={busy ? 'turns' : undefined} />
      </ActionIcon>
    </div>
  )
}
