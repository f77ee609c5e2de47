import type { KeptRow, UnplacedRepository } from '../ports/unplaced.ts'
import type { PageRequest, Slice } from '../ports/page.ts'
import type { MemoryData } from './memoryData.ts'
import { pageOfRows } from './pageOfRows.ts'

export class MemoryUnplacedRepository implements UnplacedRepository {
  readonly #data: MemoryData

  constructor(data: MemoryData) {
    this.#data = data
  }

  async listUnplaced(page: PageRequest): Promise<Slice<KeptRow>> {
    return pageOfRows([...this.#data.unplaced.values()], (row) => [row.row_digest], 'ascending', page)
  }
}
