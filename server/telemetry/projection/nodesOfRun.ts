import type { DAGNode } from '#contract/entities.ts'
import type { RunId } from '#contract/ids.ts'
import { timestampOf } from '#contract/timestamps.ts'
import { present } from './attributes.ts'
import { type Progress, statusOfCandidate } from './statuses.ts'
import type { NodeCandidate } from './NodeCandidate.ts'

/**
 * The nodes in the order of their starts. The label is the candidate's name, which is the same in every run, with a
 * number from the second execution on. That number may change if an earlier execution arrives late; the id never
 * changes.
 *
 * @param thinking candidates in which a model was called.
 */
export function nodesOfRun(
  run_id: RunId,
  candidates: readonly NodeCandidate[],
  thinking: ReadonlySet<NodeCandidate>,
  progress: Progress,
): readonly DAGNode[] {
  const executions = new Map<string, number>()
  return candidates.map((candidate, order_index) => {
    const ordinal = (executions.get(candidate.name) ?? 0) + 1
    executions.set(candidate.name, ordinal)
    const own = candidate.spans[0]?.span
    return {
      run_id,
      node_id: candidate.node_id,
      node_type: nodeType(candidate, thinking.has(candidate)),
      label: ordinal === 1 ? candidate.name : `${candidate.name}#${ordinal}`,
      agent: candidate.agent ?? null,
      status: statusOfCandidate(candidate, progress),
      order_index,
      parent_node_id: candidate.parent?.node_id ?? null,
      started_at: timestampOf(candidate.start),
      completed_at: candidate.end === null ? null : timestampOf(candidate.end),
      origin: 'recorded',
      meta: present({
        name: candidate.name,
        ordinal,
        trace_id: candidate.trace_id,
        span_id: own?.raw.span_id,
        span_name: own?.raw.name,
        framework: own?.framework,
        graph_node_id: candidate.graph?.id,
        langgraph_step: candidate.langgraph?.step,
        // So far, only spans within the node have arrived.
        is_placeholder: own === undefined && candidate.end === null ? true : undefined,
      }),
    }
  })
}

function nodeType(candidate: NodeCandidate, isThinking: boolean): string {
  if (candidate.kind === 'planning' || /^plan(?:ner|ning)?$/i.test(candidate.name)) return 'planning'
  return candidate.kind === 'agent' || isThinking ? 'agent' : 'control'
}
