import { SESSION_CUTS } from '#contract/cuts.ts'
import type { SessionRow } from '#contract/summaries.ts'
import type { PageRequest, Slice } from '#server/store/ports/page.ts'
import type { SessionRepository } from '#server/store/ports/sessions.ts'
import { sessionKey } from '#server/store/order.ts'
import { SESSION_COLUMNS } from '../columns.ts'
import { keptCount } from './figures.ts'
import { SessionRowRow } from './rowSchemas.ts'
import { selectPage } from './selectPage.ts'
import type { Sql } from '../sql.ts'
import { SqlParams } from '../SqlParams.ts'

export class PgSessionRepository implements SessionRepository {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  listSessions(page: PageRequest): Promise<Slice<SessionRow>> {
    const query = {
      from: 'sessions s',
      columns: `${SESSION_COLUMNS},
        (select count(*) from workflow_runs r where r.session_id = s.session_id) as run_count`,
      where: [],
      params: new SqlParams(),
      order: [
        { column: 's.active_key', type: 'timestamptz' },
        { column: 's.session_id', type: 'text' },
      ],
      direction: 'descending',
      row: SessionRowRow,
      cuts: SESSION_CUTS,
      keptTotal: keptCount('sessions'),
      keyOf: sessionKey,
    } as const
    return selectPage(this.#sql, query, page)
  }
}
