import type { ReplyOf } from '#contract/endpoints.ts'
import { spanKey, type UnassignedCallRow } from '#contract/telemetry.ts'
import { globalQueries } from '#src/api/globalQueries.ts'
import { plural } from '#src/lib/format.ts'
import { LiveTimingContext } from '#src/live/timing.ts'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useContext, useEffect, useMemo } from 'react'

type Page = ReplyOf<'listUnassignedCalls'>

/**
 * The loaded unassigned calls. They have no stream, so the latest one is polled every few seconds while the page is
 * visible. If it changed, the list is refetched, unless the reader has scrolled down.
 */
export function useUnassignedCalls(isAway: boolean) {
  const { poll } = useContext(LiveTimingContext)
  const query = useInfiniteQuery(globalQueries.unassignedCalls())
  const latest = useQuery({ ...globalQueries.latestUnassignedCall(), refetchInterval: poll, retry: false })
  const first = query.data?.pages[0]
  const isBehind =
    first !== undefined &&
    latest.data !== undefined &&
    latest.dataUpdatedAt > query.dataUpdatedAt &&
    !isSame(latest.data, first)
  const { refetch, isFetching } = query
  const isDue = isBehind && !isAway && !isFetching
  useEffect(() => {
    if (isDue) void refetch()
  }, [isDue, refetch])
  const rows = useMemo(
    (): readonly UnassignedCallRow[] => query.data?.pages.flatMap((page) => page.items) ?? [],
    [query.data],
  )
  const more = isBehind ? latest.data.total - first.total : 0
  return {
    query,
    rows,
    total: first?.total ?? 0,
    /** The news waiting to be shown while the reader has scrolled down. */
    news: isBehind && isAway ? (more > 0 ? plural(more, 'new call') : 'Calls may have changed') : undefined,
  }
}

/** A call that is updated, for example when it ends, keeps its position. */
const isSame = (one: Page, other: Page): boolean => one.total === other.total && stateOf(one) === stateOf(other)

const stateOf = ({ items: [first] }: Page): string => (first ? `${spanKey(first)} ${first.completed_at}` : '')
