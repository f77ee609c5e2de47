import type { Message } from '#contract/entities.ts'
import type { NodeRef, RunId } from '#contract/ids.ts'
import type { MessageRepository, PageRequest, Slice } from '#server/ports.ts'
import { messageKey } from '#server/services/sortKeys.ts'
import { MESSAGE_COLUMNS } from './columns.ts'
import { MessageRow } from './rowSchemas.ts'
import { inNode, inRun } from './scopeConditions.ts'
import { selectPage } from './selectPage.ts'
import type { Sql } from './sql.ts'
import { SqlParams } from './SqlParams.ts'

export class PgMessageRepository implements MessageRepository {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  listMessagesForNodeInRun(ref: NodeRef, page: PageRequest): Promise<Slice<Message>> {
    const params = new SqlParams()
    return this.#list(inNode(ref, params), params, page)
  }

  listMessagesForRun(run_id: RunId, page: PageRequest): Promise<Slice<Message>> {
    const params = new SqlParams()
    return this.#list(inRun(run_id, params), params, page)
  }

  #list(scope: readonly string[], params: SqlParams, page: PageRequest): Promise<Slice<Message>> {
    const query = {
      from: 'messages',
      columns: MESSAGE_COLUMNS,
      where: scope,
      params,
      order: [
        { column: 'time_key', type: 'timestamptz' },
        { column: 'message_id', type: 'text' },
      ],
      direction: 'ascending',
      row: MessageRow,
      keyOf: messageKey,
    } as const
    return selectPage(this.#sql, query, page)
  }
}
