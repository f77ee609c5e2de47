import { TextButton } from './TextButton.tsx'
import type { FurtherPages } from './useNextPage.ts'
import styles from './LinkList.module.css'

/** What stands below the last row that is loaded: that more is coming, or that it could not be loaded. */
export function LinkListEnd({ what, pages }: { readonly what: string; readonly pages: FurtherPages }) {
  if (pages.isFetchingNextPage)
    return (
      <p className={styles['end']} role="status">
        Loading more {what}…
      </p>
    )
  if (!pages.isFetchNextPageError) return null
  return (
    <p className={styles['end']} role="alert">
      More {what} could not be loaded. <TextButton onClick={() => pages.fetchNextPage()}>Try again</TextButton>
    </p>
  )
}
