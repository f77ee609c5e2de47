import type { RunRow } from '#contract/summaries.ts'
import { globalQueries } from '#src/api/globalQueries.ts'
import type { RunListFilter } from '#src/navigation/location.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { toRunListQuery } from './runFilter.ts'

/** The loaded runs that match a filter, and the total number of matches, or its lower bound. */
export function useRunPages(filter: RunListFilter) {
  const asked = globalQueries.runs(toRunListQuery(filter))
  const query = useInfiniteQuery(asked)
  const rows = useMemo((): readonly RunRow[] => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  const last = query.data?.pages.at(-1)
  const isCapped = last?.total_is_capped ?? false
  // More runs may be loaded than were counted.
  return { query, queryKey: asked.queryKey, rows, total: Math.max(last?.total ?? 0, rows.length), isCapped }
}
export type RunPages = ReturnType<typeof useRunPages>
