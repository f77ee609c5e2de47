import type { DAGNode, ExecutionEvent, WorkflowRun } from '#contract/entities.ts'
import { type NodeId } from '#contract/ids.ts'
import { NewNodeId } from '#contract/newIds.ts'
import { isLive } from '#contract/words.ts'
import { textIn } from '#server/store/prepare/payload.ts'
import { groupBy } from '#server/lib/groupBy.ts'
import { keyOf, type Report } from './mendRows.ts'
import { type NodeActivity, activityOfNode } from './activityOfNode.ts'
import { readableName, typeOfName } from './nodeName.ts'
import type { OldGraph } from './OldGraph.ts'
import type { OldNode } from './oldRows.ts'
import { RowMender } from './RowMender.ts'

export type MendedNodes = {
  readonly nodes: readonly DAGNode[]
  /** The old rows of the recorded nodes. */
  readonly placed: readonly OldNode[]
}

/**
 * The nodes of one run: those whose row it owns, `recorded`, and those that only its own rows refer to,
 * `reconstructed`. `named` holds every node id in the run's events, files and messages, in order of first mention.
 */
export function mendNodes(
  run: WorkflowRun,
  graph: OldGraph,
  events: readonly ExecutionEvent[],
  named: ReadonlySet<NodeId>,
  report: Report,
): MendedNodes {
  const eventsByNode = groupBy(events, (event) => event.node_id)
  const activityOf = (node_id: NodeId) => activityOfNode(run, eventsByNode.get(node_id) ?? [])
  const nodes = new Map<NodeId, DAGNode>()
  const placed: OldNode[] = []

  for (const old of graph.nodesByRun.get(run.run_id) ?? []) {
    const row = { table: 'dag_nodes', key: old.id, run_id: run.run_id } as const
    const node_id = keyOf(NewNodeId, row, old.raw, report)
    if (node_id === undefined) continue
    if (nodes.has(node_id)) {
      const reason = 'the run has this node twice; the first row was kept'
      report({ kind: 'duplicate_key', ...row, reason, row: old.raw })
      continue
    }
    placed.push(old)
    const activity = eventsByNode.has(node_id) ? activityOf(node_id) : undefined
    nodes.set(node_id, recorded(old, node_id, run, activity, report))
  }

  for (const [order, node_id] of [...named].entries()) {
    if (nodes.has(node_id)) continue
    const [elsewhere] = graph.nodesById.get(node_id) ?? []
    nodes.set(node_id, reconstructed(elsewhere, node_id, run, activityOf(node_id), order))
    report({
      kind: 'node_reconstructed',
      table: 'dag_nodes',
      key: node_id,
      run_id: run.run_id,
      reason: elsewhere
        ? 'the run uses this node, but the table holds its row for another run only'
        : 'the run uses this node, but the table has no row for it',
    })
  }
  return { nodes: [...nodes.values()], placed }
}

function recorded(
  old: OldNode,
  node_id: NodeId,
  { run_id }: WorkflowRun,
  activity: NodeActivity | undefined,
  report: Report,
): DAGNode {
  const mender = new RowMender({ table: 'dag_nodes', key: old.id, run_id }, report)
  const meta = mender.meta(old.meta)
  const agent = old.agent ?? activity?.agent ?? null
  const node_type = mender.word('node_type', old.node_type, typeOfName(node_id))
  const status = mender.word('status', old.status, activity?.status ?? 'pending')
  const row = {
    run_id,
    node_id,
    node_type,
    label: labelOf(meta, node_id, node_type, agent),
    agent,
    status,
    order_index: mender.integer('order_index', old.order_index),
    parent_node_id: mender.reference('parent_node_id', old.parent_node_id, NewNodeId),
    // The old table had no times. Some writers stored them in meta; otherwise they come from the node's own
    // events.
    started_at: mender.time('meta.started_at', meta['started_at']) ?? activity?.started_at ?? null,
    completed_at:
      mender.time('meta.completed_at', meta['completed_at']) ??
      (isLive(status) ? null : (activity?.completed_at ?? null)),
    origin: 'recorded',
  } as const
  return { ...row, meta: mender.meta(meta, { depth: mender.integer('depth', old.depth) }) }
}

/**
 * A node that the old key lost. From the row of the same name it takes only its type and label, which are the same
 * wherever the name is used. Everything that happened comes from the run's own events, because the row describes
 * another run.
 */
function reconstructed(
  elsewhere: OldNode | undefined,
  node_id: NodeId,
  { run_id }: WorkflowRun,
  { agent, status, started_at, completed_at }: NodeActivity,
  order_index: number,
): DAGNode {
  // Errors in the row were reported in its own run; here it only provides its type and label.
  const lender = new RowMender({ table: 'dag_nodes', key: node_id, run_id }, () => {})
  const node_type = lender.word('node_type', elsewhere?.node_type, typeOfName(node_id))
  return {
    run_id,
    node_id,
    node_type,
    label: labelOf(lender.meta(elsewhere?.meta), node_id, node_type, agent),
    agent,
    status,
    order_index,
    parent_node_id: null,
    started_at,
    completed_at,
    origin: 'reconstructed',
    meta: {},
  }
}

const labelOf = (meta: unknown, node_id: string, node_type: string, agent: string | null): string =>
  textIn(meta, 'label', 'title', 'name') ??
  readableName(node_id) ??
  (agent === null ? `${node_type} ${node_id.slice(0, 8)}` : `${node_type}: ${agent}`)
