import { UnstyledButton } from '@mantine/core'
import styles from './LinkList.module.css'

/** The part of an infinite query that a list needs to read on. */
export type FurtherPages = {
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly isFetchNextPageError: boolean
  readonly fetchNextPage: () => unknown
}

/** What stands below the last row that is loaded: that more is coming, or that it could not be read. */
export function LinkListEnd({ what, pages }: { readonly what: string; readonly pages: FurtherPages }) {
  if (pages.isFetchingNextPage)
    return (
      <p className={styles['end']} role="status">
        Reading more {what}…
      </p>
    )
  if (!pages.isFetchNextPageError) return null
  return (
    <p className={styles['end']} role="alert">
      More {what} could not be read.{' '}
      <UnstyledButton className={styles['again']} onClick={() => pages.fetchNextPage()}>
        Try again
      </UnstyledButton>
    </p>
  )
}
