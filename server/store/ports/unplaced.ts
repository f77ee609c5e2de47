import type { UnplacedRow } from './writer.ts'
import type { PageRequest, Slice } from './page.ts'

/** `row_digest` is a hash of the old table's name and the whole row. Identical rows are kept once. */
export type KeptRow = UnplacedRow & { readonly row_digest: string }

export interface UnplacedRepository {
  /** Rows that imports kept but assigned to no run, by row_digest. */
  listUnplaced(page: PageRequest): Promise<Slice<KeptRow>>
}
