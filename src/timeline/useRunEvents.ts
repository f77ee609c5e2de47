import type { EventRow } from '#contract/entities.ts'
import type { RunId } from '#contract/ids.ts'
import { ScopeViolationError } from '#src/api/errors.ts'
import { runQueries } from '#src/api/runQueries.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNextPage } from '#src/ui/useNextPage.ts'
import { useMemo } from 'react'

/** Events that the timeline reads at most; of a longer run it shows the first ones, and says so. */
export const TIMELINE_EVENTS_MAX = 5000

export type RunEvents =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: Error; readonly onRetry: () => void }
  | {
      readonly kind: 'loaded'
      readonly events: readonly EventRow[]
      /** All events of the run, also those that are not here. */
      readonly total: number
      readonly progress: Progress
    }
export type Progress =
  | { readonly kind: 'complete' }
  | { readonly kind: 'reading' }
  /** There are more than the timeline shows. */
  | { readonly kind: 'cut' }
  /** A later page failed; the ones before it are here. */
  | { readonly kind: 'interrupted'; readonly onRetry: () => void }

/** The run's events, page after page until all are here or `TIMELINE_EVENTS_MAX` are. */
export function useRunEvents(run_id: RunId): RunEvents {
  const query = useInfiniteQuery(runQueries.events(run_id))
  const { data, error, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage, refetch } = query
  const events = useMemo((): readonly EventRow[] => data?.pages.flatMap((page) => page.items) ?? [], [data])
  const full = events.length >= TIMELINE_EVENTS_MAX

  useNextPage(query, !full && !isFetching)

  // One reply with foreign rows discredits the list: the pages before it came from the same server.
  if (error && (!data || error instanceof ScopeViolationError))
    return { kind: 'failed', error, onRetry: () => void refetch() }
  if (!data) return { kind: 'loading' }
  const total = Math.max(data.pages.at(-1)?.total ?? 0, events.length)
  const loaded = { kind: 'loaded', events, total } as const
  if (!hasNextPage) return { ...loaded, progress: { kind: 'complete' } }
  if (full) return { ...loaded, progress: { kind: 'cut' } }
  if (isFetchNextPageError) return { ...loaded, progress: { kind: 'interrupted', onRetry: () => void fetchNextPage() } }
  return { ...loaded, progress: { kind: 'reading' } }
}
