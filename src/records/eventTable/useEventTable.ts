import type { ColumnsPage } from '#contract/columns.ts'
import type { NodeRef, RunId, RunScope } from '#contract/ids.ts'
import { columnQueries, EVENTS_HELD_MAX } from '#src/api/columnPages.ts'
import { ScopeViolationError } from '#src/api/errors.ts'
import { runQueries } from '#src/api/runQueries.ts'
import { useEventNews, type OfferedNews } from '#src/live/useEventNews.ts'
import { useNextPage, type FurtherPages } from '#src/ui/hooks/useNextPage.ts'
import { useInfiniteQuery, useQueryClient, type QueryKey } from '@tanstack/react-query'
import { useMemo } from 'react'
import { eventTable, type EventTable } from './eventTable.ts'
import { joinColumns } from './joinColumns.ts'

export type LoadedEvents = {
  readonly kind: 'loaded'
  readonly table: EventTable
  /** Counts of the whole run or node, however many events are loaded. */
  readonly total: number
  readonly errorTotal: number
  readonly progress: Progress
  /** Events that arrived or changed since. */
  readonly news: OfferedNews
}

export type Events =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: Error; readonly onRetry: () => void }
  | LoadedEvents

export type Progress =
  | { readonly kind: 'complete' }
  | { readonly kind: 'reading' }
  /** Too many to hold: the beginning, the errors, starts and ends, and the end are loaded. */
  | { readonly kind: 'cut' }
  /** A later page failed; the previous ones are loaded. */
  | { readonly kind: 'interrupted'; readonly onRetry: () => void }

/** All events of a run, page by page. All views share one copy in the cache. */
export function useRunEvents({ run_id }: RunScope): Events {
  const asked = columnQueries.run({ run_id })
  const known = useQueryClient().getQueryData(runQueries.detail(run_id).queryKey)?.event_count
  return useTable(run_id, asked.queryKey, known, useInfiniteQuery(asked))
}

/** All events of a node. */
export function useNodeEvents(ref: NodeRef): Events {
  const asked = columnQueries.node(ref)
  const dag = useQueryClient().getQueryData(runQueries.dag(ref.run_id).queryKey)
  const known = dag?.nodes.find(({ node_id }) => node_id === ref.node_id)?.event_count
  return useTable(ref.run_id, asked.queryKey, known, useInfiniteQuery(asked))
}

/** @param known the number of events according to other replies, which may be more recent than the list */
function useTable(run_id: RunId, queryKey: QueryKey, known: number | undefined, query: ColumnPages): Events {
  const { data, error, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage, refetch } = query
  const total = data?.pages.at(-1)?.total ?? 0
  const isCut = total > EVENTS_HELD_MAX
  const pages = data?.pages
  const table = useMemo(() => {
    const columns = (pages ?? []).map((page) => page.columns)
    return isCut ? joinColumns(columns) : eventTable(columns)
  }, [pages, isCut])
  useNextPage(query, !isFetching)
  const offered = useEventNews({ run_id, queryKey, held: table.event_id, behind: (known ?? 0) - total })
  // A list that is still loading cannot know what it is missing.
  const news = hasNextPage ? { ...offered, words: undefined } : offered

  // One reply with foreign rows discredits the whole list: the previous pages came from the same server.
  if (error && (!pages || error instanceof ScopeViolationError))
    return { kind: 'failed', error, onRetry: () => void refetch() }
  if (!pages) return { kind: 'loading' }
  const loaded = { kind: 'loaded', table, total, errorTotal: pages.at(-1)?.error_total ?? 0, news } as const
  if (isFetchNextPageError) return { ...loaded, progress: { kind: 'interrupted', onRetry: () => void fetchNextPage() } }
  if (hasNextPage) return { ...loaded, progress: { kind: 'reading' } }
  return { ...loaded, progress: { kind: isCut ? 'cut' : 'complete' } }
}

type ColumnPages = FurtherPages & {
  readonly data: { readonly pages: readonly Omit<ColumnsPage<unknown>, 'scope' | 'next_cursor'>[] } | undefined
  readonly error: Error | null
  readonly isFetching: boolean
  readonly refetch: () => unknown
}
