import * as z from 'zod/mini'
import { DAGEdge, DAGNode, EventRow, WorkflowRun } from '#contract/entities.ts'
import { NodeId, RunId } from '#contract/ids.ts'
import { groupBy } from '#server/lib/groupBy.ts'
import type { AuditedRun } from '#server/store/audits/AuditedRun.ts'
import type { Sql } from '../sql.ts'

const AuditedEventRow = z.extend(
  z.pick(EventRow, {
    run_id: true,
    event_id: true,
    node_id: true,
    parent_event_id: true,
    event_type: true,
    event_subtype: true,
    agent_name: true,
    execution_order: true,
    is_error: true,
  }),
  { has_ended: z.boolean() },
)
const NodeCount = z.object({ run_id: RunId, node_id: NodeId, rows: z.int() })

/** Runs as an audit reads them, without payloads. Each table is read once, however many runs there are. */
export async function readAuditedRuns(sql: Sql, run_ids: readonly RunId[]): Promise<readonly AuditedRun[]> {
  const rowsOf = <Row extends z.core.$ZodType>(columns: string, rest: string, row: Row) =>
    sql.query(`select ${columns} from ${rest}`, [run_ids], row)
  const where = 'where run_id = any($1::uuid[])'
  // The revision is read before the rows: a write in between is either included, or leaves the run pending, or both.
  const runs = await rowsOf(
    'run_id, status, parent_run_id, revision',
    `workflow_runs join run_revisions using (run_id) ${where}`,
    z.extend(z.pick(WorkflowRun, { run_id: true, status: true, parent_run_id: true }), { revision: z.int() }),
  )
  const [nodes, edges, events, files, messages] = await Promise.all([
    rowsOf(
      'run_id, node_id, node_type, status, parent_node_id, origin',
      `dag_nodes ${where}`,
      z.pick(DAGNode, {
        run_id: true,
        node_id: true,
        node_type: true,
        status: true,
        parent_node_id: true,
        origin: true,
      }),
    ),
    rowsOf(
      'run_id, from_node_id, to_node_id, origin',
      `dag_edges ${where}`,
      z.pick(DAGEdge, { run_id: true, from_node_id: true, to_node_id: true, origin: true }),
    ),
    rowsOf(
      `run_id, event_id, node_id, parent_event_id, event_type, event_subtype, agent_name, execution_order, is_error,
      completed_at is not null as has_ended`,
      `execution_events ${where} order by run_id, order_key, time_key, event_id`,
      AuditedEventRow,
    ),
    rowsOf(COUNTED, `files ${where} ${BY_NODE}`, NodeCount),
    rowsOf(COUNTED, `messages ${where} ${BY_NODE}`, NodeCount),
  ])
  const byRun = <Row extends { readonly run_id: RunId }>(rows: readonly Row[]) => {
    const grouped = groupBy(rows, ({ run_id }) => run_id)
    return (run_id: RunId) => grouped.get(run_id) ?? []
  }
  const own = {
    nodes: byRun(nodes),
    edges: byRun(edges),
    events: byRun(events),
    files: byRun(files),
    messages: byRun(messages),
  }
  return runs.map(({ revision, ...run }) => ({
    revision,
    run,
    nodes: own.nodes(run.run_id),
    edges: own.edges(run.run_id),
    events: own.events(run.run_id),
    filesOfNode: countsOf(own.files(run.run_id)),
    messagesOfNode: countsOf(own.messages(run.run_id)),
  }))
}

const COUNTED = 'run_id, node_id, count(*) as rows'
const BY_NODE = 'and node_id is not null group by run_id, node_id'

const countsOf = (rows: readonly z.output<typeof NodeCount>[]): ReadonlyMap<NodeId, number> =>
  new Map(rows.map((row) => [row.node_id, row.rows]))
