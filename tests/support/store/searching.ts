import { type SearchHit, type SearchKind } from '#contract/search.ts'
import { aBundle, aNode, aRun } from '#mocks/fixtures/builders.ts'
import type { SearchSlice } from '#server/store/ports/search.ts'
import type { Store } from '#server/store/ports/store.ts'
import type { RunBundle } from '#server/store/ports/writer.ts'
import { FIRST_PAGE, storeRuns } from '#tests/support/testStore.ts'

const RUN = aRun().run_id

export const idOf = (hit: SearchHit): string => {
  switch (hit.kind) {
    case 'node':
      return hit.node_id
    case 'event':
      return hit.event_id
    case 'file':
      return hit.file_id
    case 'message':
      return hit.message_id
  }
}

/** Storing events of one run, and searching in it. */
export function searching(store: () => Store) {
  const search = (q: string, kind: SearchKind = 'event'): Promise<SearchSlice> =>
    store().repositories.search.search(RUN, kind, q, FIRST_PAGE)
  return {
    search,
    idsOf: async (q: string, kind?: SearchKind) => (await search(q, kind)).rows.map(idOf),
    snippetOf: async (q: string, kind?: SearchKind) => (await search(q, kind)).rows[0]?.snippet,
    storeEvents: (...events: RunBundle['events']) => storeRuns(store(), aBundle({ nodes: [aNode()], events })),
  }
}
