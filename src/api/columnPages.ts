import type { ColumnPart, ColumnsPage } from '#contract/columns.ts'
import type { NodeRef, RunScope } from '#contract/ids.ts'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { ask } from './http.ts'
import { nodeKey, runKey } from './keys.ts'

/** Events that a browser holds of one run or node. Above it, the list is cut so that what matters stays. */
export const EVENTS_HELD_MAX = 200_000

/** Rows that each part may take where the whole does not fit: the beginning, all that failed, what begins or ends something, the end. */
const SHARES = { all: 100_000, errors: 40_000, boundaries: 30_000, end: 30_000 } as const satisfies Record<
  ColumnPart,
  number
>
const PARTS = ['all', 'errors', 'boundaries', 'end'] as const

/** What one request asks for. */
export type ColumnsAsked = { readonly part: ColumnPart; readonly cursor: string | undefined }
type Pages = readonly Pick<ColumnsPage<unknown>, 'columns' | 'total' | 'next_cursor'>[]

/**
 * What to ask for after these pages; undefined where all is here, or all that is held of a scope too large. A part that
 * is read to its end, or has its share, is followed by the next.
 */
export function nextColumns(pages: Pages, asked: readonly ColumnsAsked[]): ColumnsAsked | undefined {
  const last = pages.at(-1)
  const part = asked.at(-1)?.part
  if (!last || part === undefined) return undefined
  const fits = last.total <= EVENTS_HELD_MAX
  const rows = pages.reduce((sum, page, at) => sum + (asked[at]?.part === part ? page.columns.event_id.length : 0), 0)
  if (last.next_cursor !== null && (fits || rows < SHARES[part])) return { part, cursor: last.next_cursor }
  // The whole was read to its end: a scope that shrank meanwhile needs no more parts either.
  if (fits || (part === 'all' && last.next_cursor === null)) return undefined
  const following = PARTS[PARTS.indexOf(part) + 1]
  return following && { part: following, cursor: undefined }
}

const FIRST: ColumnsAsked = { part: 'all', cursor: undefined }

const OPTIONS = {
  initialPageParam: FIRST,
  // Comparing the structure of replies would compare megabytes of numbers that never change in part.
  structuralSharing: false,
  gcTime: 2 * 60_000,
  // Events are being read; what is new is offered (src/live), and must not move them because a window came to the front.
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
} as const

export const columnQueries = {
  run: (scope: RunScope) =>
    infiniteQueryOptions({
      ...OPTIONS,
      queryKey: [...runKey(scope.run_id), 'columns'],
      queryFn: ({ signal, pageParam }) => ask('getRunEventColumns', scope, pageParam, signal),
      getNextPageParam: (_last, pages, _asked, all) => nextColumns(pages, all),
    }),

  node: (ref: NodeRef) =>
    infiniteQueryOptions({
      ...OPTIONS,
      queryKey: [...nodeKey(ref), 'columns'],
      queryFn: ({ signal, pageParam }) => ask('getNodeEventColumns', ref, pageParam, signal),
      getNextPageParam: (_last, pages, _asked, all) => nextColumns(pages, all),
    }),
}
