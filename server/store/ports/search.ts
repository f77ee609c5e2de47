import type { SearchHit, SearchKind } from '#contract/search.ts'
import type { RunId } from '#contract/ids.ts'
import type { PageRequest, Slice } from './page.ts'

/** `searched`: rows looked through, the first ones in list order, of all that the run has of the kind. */
export type SearchSlice = Slice<SearchHit> & {
  readonly searched: { readonly rows: number; readonly of: number }
}

export interface SearchRepository {
  /**
   * Rows of one kind that contain the text, each once, in the order of their list; ASCII case is ignored. Payloads are
   * searched as their JSON text, in which the text may also stand escaped. Looks through `SEARCH_ROWS_MAX` rows at most,
   * and `SEARCH_TEXT_MAX` characters of a payload.
   */
  search(run_id: RunId, kind: SearchKind, q: string, page: PageRequest): Promise<SearchSlice>
}
