import type { SearchKind } from '#contract/search.ts'
import { isRefusal } from '#server/http/context.ts'
import type { ListName } from '#server/http/cursor.ts'
import type { Handlers } from '#server/http/endpoint.ts'
import { sliceFor } from '#server/http/paging.ts'
import type { Repositories } from '#server/store/ports/store.ts'
import { inExistingRun } from './requireExisting.ts'

/** Each kind has its own list and sort order. */
const LISTS = {
  node: 'nodeHits',
  event: 'eventHits',
  file: 'fileHits',
  message: 'messageHits',
} as const satisfies Record<SearchKind, ListName>

export const searchRoutes = (repositories: Repositories): Handlers<'searchRun'> => ({
  searchRun({ params, query: { cursor, limit, kind, q } }) {
    return inExistingRun(repositories, params.run_id, async () => {
      const list = { name: LISTS[kind], scope: params, filter: { q } }
      const answer = await sliceFor(list, { cursor, limit }, (page) =>
        repositories.search.search(params.run_id, kind, q, page),
      )
      if (isRefusal(answer)) return answer
      const { slice, next_cursor } = answer
      return { scope: params, items: slice.rows, total: slice.total, searched: slice.searched, next_cursor }
    })
  },
})
