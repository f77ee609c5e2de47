import type { ColumnPart, ColumnsPage } from '#contract/columns.ts'
import type { NodeRef, RunScope } from '#contract/ids.ts'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { ask } from './http.ts'
import { nodeKey, runKey } from './keys.ts'

/**
 * Maximum number of events that a browser holds of one run or node. Above it, the list is reduced to the parts that
 * matter.
 */
export const EVENTS_HELD_MAX = 200_000

/**
 * Maximum rows per part when the whole does not fit: the beginning, all errors, events that begin or end something, the
 * end.
 */
const SHARES = { all: 100_000, errors: 40_000, boundaries: 30_000, end: 30_000 } as const satisfies Record<
  ColumnPart,
  number
>
const PARTS = ['all', 'errors', 'boundaries', 'end'] as const

/** Parameters of one request. */
export type ColumnsAsked = { readonly part: ColumnPart; readonly cursor: string | undefined }
type Pages = readonly Pick<ColumnsPage<unknown>, 'columns' | 'total' | 'next_cursor'>[]

/**
 * What to request after these pages; undefined when everything is loaded, or as much of an oversized scope as is held.
 * When a part is read to its end, or has its share, the next part follows.
 */
export function nextColumns(pages: Pages, asked: readonly ColumnsAsked[]): ColumnsAsked | undefined {
  const last = pages.at(-1)
  const part = asked.at(-1)?.part
  if (!last || part === undefined) return undefined
  const fits = last.total <= EVENTS_HELD_MAX
  const rows = pages.reduce((sum, page, at) => sum + (asked[at]?.part === part ? page.columns.event_id.length : 0), 0)
  if (last.next_cursor !== null && (fits || rows < SHARES[part])) return { part, cursor: last.next_cursor }
  // Everything was read to the end: a scope that shrank in the meantime needs no further parts either.
  if (fits || (part === 'all' && last.next_cursor === null)) return undefined
  const following = PARTS[PARTS.indexOf(part) + 1]
  return following && { part: following, cursor: undefined }
}

const FIRST: ColumnsAsked = { part: 'all', cursor: undefined }

const OPTIONS = {
  initialPageParam: FIRST,
  // Structural comparison would compare megabytes of numbers that never change in part.
  structuralSharing: false,
  gcTime: 2 * 60_000,
  // The reader is reading events: new ones are announced (src/live) and must not move the list when the window regains
  // focus.
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
