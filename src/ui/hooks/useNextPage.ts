import { useEffect } from 'react'

/** The part of an infinite query that a list needs to read on. */
export type FurtherPages = {
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly isFetchNextPageError: boolean
  readonly fetchNextPage: () => unknown
}

/** Rows before the end of what is loaded at which the next page is asked for. */
const AHEAD = 30

export const isNearEnd = (lastShown: number | undefined, loaded: number): boolean => (lastShown ?? 0) >= loaded - AHEAD

/**
 * Asks for page after page while they are wanted. A page that failed waits for the reader's word: what scrolls or
 * renders again must not hammer a server in trouble.
 */
export function useNextPage(pages: FurtherPages, isWanted: boolean): void {
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = pages
  const asks = isWanted && hasNextPage && !isFetchingNextPage && !isFetchNextPageError
  useEffect(() => {
    if (asks) fetchNextPage()
  }, [asks, fetchNextPage])
}
