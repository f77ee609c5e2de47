import { Button } from '@mantine/core'
import { formatCount } from '#src/lib/format.ts'
import type { FurtherPages } from '../hooks/useNextPage.ts'
import styles from './MoreRows.module.css'

type Props = {
  /** The name of the rows in the plural: "files". */
  readonly what: string
  /** Number of rows that are not loaded yet. */
  readonly rest: number
  readonly pages: FurtherPages
}

/** The line below the last loaded row: a button for the next page, or an error. */
export function MoreRows({ what, rest, pages }: Props) {
  if (!pages.hasNextPage) return null
  return (
    <p className={styles['end']} role={pages.isFetchNextPageError ? 'alert' : undefined}>
      {pages.isFetchNextPageError && `More ${what} could not be loaded. `}
      <Button
        size="compact-sm"
        variant="default"
        loading={pages.isFetchingNextPage}
        onClick={() => void pages.fetchNextPage()}
      >
        {pages.isFetchNextPageError ? 'Try again' : `Show more ${what} (${formatCount(rest)})`}
      </Button>
    </p>
  )
}
