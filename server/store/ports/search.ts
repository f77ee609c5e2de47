import type { SearchHit, SearchKind } from '#contract/search.ts'
import type { RunId } from '#contract/ids.ts'
import type { PageRequest, Slice } from './page.ts'

/** `searched`: how many rows were scanned (the first ones in list order), out of all rows of this kind in the run. */
export type SearchSlice = Slice<SearchHit> & {
  readonly searched: { readonly rows: number; readonly of: number }
}

export interface SearchRepository {
  /**
   * Rows of one kind that contain the text, each once, in list order. ASCII case is ignored. Payloads are searched as
   * JSON text, in which the text may also appear escaped. Scans at most `SEARCH_ROWS_MAX` rows, and `SEARCH_TEXT_MAX`
   * characters of each payload.
   */
  search(run_id: RunId, kind: SearchKind, q: string, page: PageRequest): Promise<SearchSlice>
}
