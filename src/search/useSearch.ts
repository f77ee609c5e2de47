import type { RunId } from '#contract/ids.ts'
import { SEARCH_KINDS, type SearchHit, type SearchKind } from '#contract/search.ts'
import { ScopeViolationError } from '#src/api/errors.ts'
import { searchQueries } from '#src/api/searchQueries.ts'
import type { FurtherPages } from '#src/ui/hooks/useNextPage.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { HitList } from './matches.ts'

/** The search of one kind: a request of its own, shown as soon as it completes. */
export type KindSearch = HitList & {
  readonly state:
    | { readonly kind: 'searching' }
    | { readonly kind: 'failed'; readonly error: Error; readonly onRetry: () => void }
    | { readonly kind: 'found'; readonly searched: { readonly rows: number; readonly of: number } }
  readonly pages: FurtherPages
}

function useKind(run_id: RunId, kind: SearchKind, q: string): KindSearch {
  const query = useInfiniteQuery(searchQueries.inRun(run_id, kind, q))
  const { data, error } = query
  const nothing: { readonly hits: readonly SearchHit[]; readonly total: number } = { hits: [], total: 0 }
  if (error && (!data || error instanceof ScopeViolationError))
    return {
      kind,
      ...nothing,
      state: { kind: 'failed', error, onRetry: () => void query.refetch() },
      pages: query,
    }
  if (!data) return { kind, ...nothing, state: { kind: 'searching' }, pages: query }
  const last = data.pages.at(-1)
  return {
    kind,
    hits: data.pages.flatMap(({ items }) => items),
    total: last?.total ?? 0,
    state: { kind: 'found', searched: last?.searched ?? { rows: 0, of: 0 } },
    pages: query,
  }
}

/** The four searches for a text in a run, in the order of `SEARCH_KINDS`. */
export function useSearch(run_id: RunId, q: string): readonly KindSearch[] {
  const node = useKind(run_id, 'node', q)
  const event = useKind(run_id, 'event', q)
  const file = useKind(run_id, 'file', q)
  const message = useKind(run_id, 'message', q)
  const byKind: Readonly<Record<SearchKind, KindSearch>> = { node, event, file, message }
  return SEARCH_KINDS.map((kind) => byKind[kind])
}
