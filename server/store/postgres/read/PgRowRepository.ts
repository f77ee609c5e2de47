import * as z from 'zod/mini'
import { DAGEdge, DAGNode, Session, WorkflowRun } from '#contract/entities.ts'
import type { RunId } from '#contract/ids.ts'
import type { JsonObject } from '#contract/json.ts'
import type { KeyedRows, RowKeys, RowRepository } from '#server/store/ports/rows.ts'
import * as columns from '../columns.ts'
import { originsOf } from './runOrigins.ts'
import { WholeFileRow, WholeMessageRow, WholeEventRow } from './rowSchemas.ts'
import type { Sql, SqlParam } from '../sql.ts'

const meta = z.custom<JsonObject>()
const BareSession = z.extend(Session, { meta })
const BareRun = z.extend(WorkflowRun, { meta })
const BareNode = z.extend(DAGNode, { meta })

export class PgRowRepository implements RowRepository {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  async findRows(run_id: RunId, keys: RowKeys): Promise<KeyedRows> {
    const ofRun = <Row>(
      ids: readonly string[],
      table: string,
      key: string,
      selected: string,
      row: z.ZodMiniType<Row>,
    ) =>
      this.#rows(
        ids.length,
        `select ${selected} from ${table} where run_id = $1::uuid and ${key} = any($2::text[])`,
        [run_id, ids],
        row,
      )
    const [runs, origins, sessions, nodes, edges, events, files, messages] = await Promise.all([
      this.#rows(1, `select ${columns.RUN_COLUMNS} from workflow_runs where run_id = $1::uuid`, [run_id], BareRun),
      originsOf(this.#sql, [run_id]),
      this.#rows(
        keys.session_ids.length,
        `select ${columns.SESSION_COLUMNS} from sessions where session_id = any($1::text[])`,
        [keys.session_ids],
        BareSession,
      ),
      ofRun(keys.node_ids, 'dag_nodes', 'node_id', columns.NODE_COLUMNS, BareNode),
      this.#rows(
        keys.edges.length,
        `select ${columns.EDGE_COLUMNS} from dag_edges where run_id = $1::uuid
          and (from_node_id, to_node_id) in (select * from unnest($2::text[], $3::text[]))`,
        [run_id, keys.edges.map((edge) => edge.from_node_id), keys.edges.map((edge) => edge.to_node_id)],
        DAGEdge,
      ),
      ofRun(keys.event_ids, 'execution_events', 'event_id', columns.EVENT_COLUMNS, WholeEventRow),
      ofRun(keys.file_ids, 'files', 'file_id', columns.FILE_COLUMNS, WholeFileRow),
      ofRun(keys.message_ids, 'messages', 'message_id', columns.MESSAGE_COLUMNS, WholeMessageRow),
    ])
    return { run: runs[0], writer: origins.get(run_id)?.writer, sessions, nodes, edges, events, files, messages }
  }

  /** Skips the query if there are no keys, as for most tables in most batches. */
  async #rows<Row>(
    keyCount: number,
    text: string,
    params: readonly SqlParam[],
    row: z.ZodMiniType<Row>,
  ): Promise<readonly Row[]> {
    if (keyCount === 0) return []
    const found = await this.#sql.query(`select to_json(found) as row from (${text}) found`, params, z.object({ row }))
    return found.map((each) => each.row)
  }
}
