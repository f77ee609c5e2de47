import { useEffect } from 'react'

/** The part of an infinite query that a list needs to load more. */
export type FurtherPages = {
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly isFetchNextPageError: boolean
  readonly fetchNextPage: () => unknown
}

/** The next page is requested this many rows before the end of the loaded ones. */
const AHEAD = 30

export const isNearEnd = (lastShown: number | undefined, loaded: number): boolean => (lastShown ?? 0) >= loaded - AHEAD

/**
 * Loads page after page while they are wanted. After a failure it waits for the reader to retry: scrolling or
 * rendering must not hammer a failing server.
 */
export function useNextPage(pages: FurtherPages, isWanted: boolean): void {
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = pages
  const asks = isWanted && hasNextPage && !isFetchingNextPage && !isFetchNextPageError
  useEffect(() => {
    if (asks) fetchNextPage()
  }, [asks, fetchNextPage])
}
