import type { RunId } from '#contract/ids.ts'
import { SEARCH_KINDS, type SearchHit, type SearchKind } from '#contract/search.ts'
import { searchQueries } from '#src/api/searchQueries.ts'
import type { NavigationState } from '#src/navigation/navigationStore.ts'
import { InfiniteQueryObserver, type QueryClient } from '@tanstack/react-query'
import { openKey, placeOf, stepFrom, type HitList } from './matches.ts'

type Walk = {
  readonly client: QueryClient
  readonly run_id: RunId
  readonly q: string
  /** The current match; if undefined, what is open counts. */
  readonly from: string | undefined
  readonly by: 1 | -1
  readonly navigation: Pick<NavigationState, 'selection' | 'view'>
}

/** Resolves with the next or previous match. Kinds that failed to load are skipped; the panel shows the failure. */
export async function nextMatch(walk: Walk): Promise<SearchHit | undefined> {
  const lists = await Promise.all(SEARCH_KINDS.map((kind) => hitList(walk, kind)))
  const step = stepIn(lists, walk)
  if (step.kind === 'load') {
    // The observer loads further pages into the cache that the panel shows.
    const observer = new InfiniteQueryObserver(walk.client, searchQueries.inRun(walk.run_id, step.of, walk.q))
    await observer.fetchNextPage()
    observer.destroy()
    const read = await Promise.all(SEARCH_KINDS.map((kind) => hitList(walk, kind)))
    const next = stepIn(read, walk)
    return next.kind === 'hit' ? next.hit : undefined
  }
  return step.kind === 'hit' ? step.hit : undefined
}

function stepIn(lists: readonly HitList[], { from, by, navigation }: Walk) {
  const key = from ?? openKey(lists, navigation.selection, navigation.view)
  return stepFrom(lists, placeOf(lists, key), by)
}

async function hitList({ client, run_id, q }: Walk, kind: SearchKind): Promise<HitList> {
  const options = searchQueries.inRun(run_id, kind, q)
  // A failed query is retried by its own button, not by every step past it.
  if (client.getQueryState(options.queryKey)?.status === 'error') return { kind, hits: [], total: 0 }
  try {
    const { pages } = await client.infiniteQuery({ ...options, staleTime: 'static' })
    return { kind, hits: pages.flatMap(({ items }) => items), total: pages.at(-1)?.total ?? 0 }
  } catch {
    return { kind, hits: [], total: 0 }
  }
}
