import type { RunId } from '#contract/ids.ts'
import type { SearchKind } from '#contract/search.ts'
import { ask } from './http.ts'
import { runKey } from './keys.ts'
import { paged } from './paged.ts'

const PAGE = 100

export const searchQueries = {
  /** The matches of `q`, which must not be empty, in the rows of one kind, page by page. */
  inRun: (run_id: RunId, kind: SearchKind, q: string) =>
    paged([...runKey(run_id), 'search', kind, q], (cursor, signal) =>
      ask('searchRun', { run_id }, { kind, q, limit: PAGE, cursor }, signal),
    ),
}
