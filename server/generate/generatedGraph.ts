import type { DAGEdge, DAGNode } from '#contract/entities.ts'
import { NodeId, type RunId } from '#contract/ids.ts'
import type { Random } from '#server/demo/random.ts'

export type PlannedNode = DAGNode

const WORK = [
  'Collect sources',
  'Clean table',
  'Fit model',
  'Check residuals',
  'Draw figure',
  'Compare variants',
  'Write section',
  'Review section',
] as const
const AGENTS = ['researcher', 'analyst', 'engineer', 'writer', 'reviewer'] as const

/**
 * A planning node, then stages: one node, or several side by side that a later one joins, until all but the last are used,
 * which is the terminator. In topological order.
 */
export function generatedGraph(
  run_id: RunId,
  count: number,
  random: Random,
): { readonly nodes: readonly PlannedNode[]; readonly edges: readonly DAGEdge[] } {
  const nodes: PlannedNode[] = []
  const edges: DAGEdge[] = []
  const add = (node_type: string, label: string, agent: string, after: readonly PlannedNode[]): PlannedNode => {
    const index = nodes.length
    const node_id = NodeId.parse(node_type === 'agent' || node_type === 'approval' ? `step_${index}` : node_type)
    const node: PlannedNode = {
      run_id,
      node_id,
      node_type,
      label,
      agent,
      status: 'completed',
      order_index: index,
      parent_node_id: null,
      started_at: null,
      completed_at: null,
      origin: 'recorded',
      meta: {},
    }
    nodes.push(node)
    for (const from of after)
      edges.push({
        run_id,
        from_node_id: from.node_id,
        to_node_id: node_id,
        dependency_type: after.length > 1 ? 'parallel' : 'sequential',
        condition: null,
        origin: 'recorded',
      })
    return node
  }

  let stage: readonly PlannedNode[] = [add('planning', 'Planning', 'planner', [])]
  while (nodes.length < count - 1) {
    const left = count - 1 - nodes.length
    // A wide stage is joined by the next one, which is then a single node.
    const width = stage.length > 1 ? 1 : Math.min(left, random.next() < 0.35 ? random.int(2, 12) : 1)
    const before = stage
    stage = Array.from({ length: width }, () => {
      const approval = width === 1 && random.next() < 0.04
      const label = approval ? 'Approve the plan' : `${random.pick([...WORK])} ${nodes.length}`
      return add(approval ? 'approval' : 'agent', label, approval ? 'reviewer' : random.pick([...AGENTS]), before)
    })
  }
  if (nodes.length < count) add('terminator', 'Terminator', 'planner', stage)
  return { nodes, edges }
}
