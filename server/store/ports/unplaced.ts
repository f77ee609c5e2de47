import type { UnplacedRow } from './writer.ts'
import type { PageRequest, Slice } from './page.ts'

/** `row_digest` stands for the old table and all that the row holds: rows that are alike in everything are kept once. */
export type KeptRow = UnplacedRow & { readonly row_digest: string }

export interface UnplacedRepository {
  /** What imports left out of every run and kept, by row_digest. */
  listUnplaced(page: PageRequest): Promise<Slice<KeptRow>>
}
