import { MESSAGE_CUTS } from '#contract/cuts.ts'
import type { Message, MessageRow } from '#contract/entities.ts'
import type { MessageId, NodeId, NodeRef, RunId } from '#contract/ids.ts'
import { FLOW_NAME_BYTES_MAX, type MessageFlow, type MessageRepository } from '#server/store/ports/messages.ts'
import { type PageRequest, type Slice } from '#server/store/ports/page.ts'
import { messageKey } from '#server/store/order.ts'
import * as z from 'zod/mini'
import { MESSAGE_COLUMNS } from '../columns.ts'
import { at, column, columnsSelect, isTextOrNull, isWhole } from './jsonColumns.ts'
import { MessageListRow, WholeMessageRow } from './rowSchemas.ts'
import { inNode, inRun } from './scopeConditions.ts'
import { selectPage } from './selectPage.ts'
import type { Sql } from '../sql.ts'
import { SqlParams } from '../SqlParams.ts'

const FLOW_COLUMNS = {
  node_id: column<NodeId | null>(isTextOrNull),
  sender: column<string | null>(isTextOrNull),
  recipient: column<string | null>(isTextOrNull),
  count: column<number>(isWhole),
} as const
const FlowColumns = z.object(FLOW_COLUMNS)

const flowsOf = ({ node_id, sender, recipient, count }: z.output<typeof FlowColumns>) =>
  node_id.map((of, i) => ({ node_id: of, sender: at(sender, i), recipient: at(recipient, i), count: at(count, i) }))

export class PgMessageRepository implements MessageRepository {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  listMessagesForNodeInRun(ref: NodeRef, page: PageRequest): Promise<Slice<MessageRow>> {
    const params = new SqlParams()
    return this.#list(inNode(ref, params), params, page)
  }

  listMessagesForRun(
    run_id: RunId,
    { flows }: { readonly flows?: readonly MessageFlow[] | undefined },
    page: PageRequest,
  ): Promise<Slice<MessageRow>> {
    const params = new SqlParams()
    const scope = inRun(run_id, params)
    return this.#list(flows === undefined ? scope : [...scope, ofFlows(flows, params)], params, page)
  }

  async findMessage(run_id: RunId, message_id: MessageId): Promise<Message | undefined> {
    const [found] = await this.#sql.query(
      `select to_json(found) as row from (
        select ${MESSAGE_COLUMNS} from messages where run_id = $1::uuid and message_id = $2::text
      ) found`,
      [run_id, message_id],
      z.object({ row: WholeMessageRow }),
    )
    return found?.row
  }

  async countMessageFlows(run_id: RunId): Promise<readonly (MessageFlow & { readonly count: number })[]> {
    const [found] = await this.#sql.query(
      columnsSelect(
        Object.keys(FLOW_COLUMNS),
        `select node_id, sender, recipient, count(*) as count
        from (
          select node_id, ${nameIn('sender')} as sender, ${nameIn('recipient')} as recipient
          from messages where run_id = $1::uuid
        ) named
        group by node_id, sender, recipient`,
      ),
      [run_id],
      FlowColumns,
    )
    return found ? flowsOf(found) : []
  }

  #list(scope: readonly string[], params: SqlParams, page: PageRequest): Promise<Slice<MessageRow>> {
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
      row: MessageListRow,
      cuts: MESSAGE_CUTS,
      keyOf: messageKey,
    } as const
    return selectPage(this.#sql, query, page)
  }
}

const nameIn = (column: string): string =>
  `case when octet_length(${column}) <= ${FLOW_NAME_BYTES_MAX} then ${column} end`

/**
 * `is not distinct from`, because null is a value in a flow: a message without a node belongs to a flow without one.
 */
const ofFlows = (flows: readonly MessageFlow[], params: SqlParams): string =>
  `exists (
    select from json_to_recordset(${params.bind(JSON.stringify(flows))}::text::json)
      as flow (node_id text, sender text, recipient text)
    where flow.node_id is not distinct from messages.node_id
      and flow.sender is not distinct from messages.sender
      and flow.recipient is not distinct from messages.recipient
  )`
