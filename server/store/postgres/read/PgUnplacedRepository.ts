import type { KeptRow, UnplacedRepository } from '#server/store/ports/unplaced.ts'
import type { PageRequest, Slice } from '#server/store/ports/page.ts'
import { KeptRowRow } from './rowSchemas.ts'
import { selectPage } from './selectPage.ts'
import type { Sql } from '../sql.ts'
import { SqlParams } from '../SqlParams.ts'

export class PgUnplacedRepository implements UnplacedRepository {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  listUnplaced(page: PageRequest): Promise<Slice<KeptRow>> {
    const query = {
      from: 'unplaced_rows u',
      columns: 'u.row_digest, u.old_table, u.old_key, u.run_id, u.kind, u.reason, u."row"',
      where: [],
      params: new SqlParams(),
      order: [{ column: 'u.row_digest', type: 'text' }],
      direction: 'ascending',
      row: KeptRowRow,
      cuts: {},
      keyOf: ({ row_digest }: KeptRow) => [row_digest],
    } as const
    return selectPage(this.#sql, query, page)
  }
}
