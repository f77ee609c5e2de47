import * as z from 'zod/mini'
import { type Cuts, EDGE_CUTS, NODE_CUTS } from '#contract/cuts.ts'
import type { NodeId, NodeRef, RunId } from '#contract/ids.ts'
import { RUNS_COUNTED_MAX } from '#contract/queries.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import { ORDER_MISSING } from '#server/store/order.ts'
import type { EdgeRow as ListedEdge, NodeRepository } from '#server/store/ports/nodes.ts'
import { EDGE_COLUMNS, moment, NODE_COLUMNS } from '../columns.ts'
import { cutGraphSelect } from './cutSelect.ts'
import { EVENT_END, EVENT_START, MODEL_FIGURES } from './eventAggregates.ts'
import { EDGE_NAMES, EdgeColumns, edgesOf, NODE_NAMES, NodeColumns, nodesOf } from './graphColumns.ts'
import { columnsSelect } from './jsonColumns.ts'
import { inNode, inRun } from './scopeConditions.ts'
import type { Sql } from '../sql.ts'
import { SqlParams } from '../SqlParams.ts'

const ORDER = `coalesce(order_index, ${ORDER_MISSING}), node_id`

export class PgNodeRepository implements NodeRepository {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  listEnrichedNodes(run_id: RunId, among?: readonly NodeId[]): Promise<readonly EnrichedNode[]> {
    const params = new SqlParams()
    const scope = inRun(run_id, params)
    const where = among === undefined ? scope : [...scope, `node_id = any(${params.bind(among)}::text[])`]
    return this.#enriched(where, params, NODE_CUTS)
  }

  async findEnrichedNode(ref: NodeRef): Promise<EnrichedNode | undefined> {
    const params = new SqlParams()
    const [found] = await this.#enriched(inNode(ref, params), params, {})
    return found
  }

  async hasNode({ run_id, node_id }: NodeRef): Promise<boolean> {
    const text = 'select true as found from dag_nodes where run_id = $1::uuid and node_id = $2::text'
    return (await this.#sql.query(text, [run_id, node_id], z.unknown())).length > 0
  }

  async listEdges(run_id: RunId): Promise<readonly ListedEdge[]> {
    const order = 'from_node_id, to_node_id'
    const edges = `select ${EDGE_COLUMNS} from dag_edges where run_id = $1::uuid`
    const listed = `${cutGraphSelect(EDGE_NAMES, EDGE_CUTS, edges, order)} order by ${order}`
    const [found] = await this.#sql.query(columnsSelect([...EDGE_NAMES, 'cut'], listed), [run_id], EdgeColumns)
    return found ? edgesOf(found) : []
  }

  async countOtherRunsWithNodeId({ run_id, node_id }: NodeRef): Promise<number> {
    return await this.#count(
      `select count(*) as count from (
        select from dag_nodes where node_id = $2::text and run_id <> $1::uuid limit ${RUNS_COUNTED_MAX + 1}
      ) others`,
      [run_id, node_id],
    )
  }

  async countEventsWithoutNode(run_id: RunId): Promise<number> {
    return await this.#count(
      'select count(*) as count from execution_events where run_id = $1::uuid and node_id is null',
      [run_id],
    )
  }

  /**
   * Nodes with their figures, all in one statement: each table, including files and messages, is read once under the
   * same condition on the run, and grouped by node. `cuts`: which texts to cut.
   */
  async #enriched(scope: readonly string[], params: SqlParams, cuts: Cuts): Promise<readonly EnrichedNode[]> {
    const where = scope.join(' and ')
    const names = Object.keys(cuts).length === 0 ? NODE_NAMES : [...NODE_NAMES, 'cut']
    const [found] = await this.#sql.query(
      `with events as (
        select node_id, count(*) as event_count, count(*) filter (where is_error) as error_count,
          ${MODEL_FIGURES},
          ${moment(`min(${EVENT_START})`)} as first_event_at, ${moment(`max(${EVENT_END})`)} as last_event_at
        from execution_events where ${where} and node_id is not null group by node_id
      ),
      own_files as (
        select node_id, count(*) as file_count from files where ${where} and node_id is not null group by node_id
      ),
      own_messages as (
        select node_id, count(*) as message_count from messages where ${where} and node_id is not null group by node_id
      ),
      nodes as (
        select nodes.*, coalesce(event_count, 0) as event_count, coalesce(error_count, 0) as error_count,
          coalesce(file_count, 0) as file_count, coalesce(message_count, 0) as message_count,
          input_tokens, output_tokens, cost_usd, first_event_at, last_event_at
        from (select ${NODE_COLUMNS} from dag_nodes where ${where}) nodes
        left join events using (node_id) left join own_files using (node_id) left join own_messages using (node_id)
      )
      ${columnsSelect(names, `${cutGraphSelect(NODE_NAMES, cuts, 'select * from nodes', ORDER)} order by ${ORDER}`)}`,
      params.values,
      NodeColumns,
    )
    return found ? nodesOf(found, cuts) : []
  }

  async #count(text: string, params: readonly string[]): Promise<number> {
    const [found] = await this.#sql.query(text, params, z.object({ count: z.int() }))
    return found?.count ?? 0
  }
}
