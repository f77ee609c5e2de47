import type { DAGNode } from '#contract/entities.ts'
import type { RunId } from '#contract/ids.ts'
import { timestampOf } from '#contract/timestamps.ts'
import { present } from './attributes.ts'
import { type Progress, statusOfUnit } from './statuses.ts'
import type { Unit } from './NodeCandidate.ts'

/**
 * The nodes, in the order of their starts. The label is the name that the unit has in every run, from the second execution
 * on with its number; that may change when an earlier one comes late, the id never does.
 *
 * @param thinking units in which a model was called.
 */
export function nodesOfRun(
  run_id: RunId,
  units: readonly Unit[],
  thinking: ReadonlySet<Unit>,
  progress: Progress,
): readonly DAGNode[] {
  const executions = new Map<string, number>()
  return units.map((unit, order_index) => {
    const ordinal = (executions.get(unit.name) ?? 0) + 1
    executions.set(unit.name, ordinal)
    const own = unit.spans[0]?.span
    return {
      run_id,
      node_id: unit.node_id,
      node_type: nodeType(unit, thinking.has(unit)),
      label: ordinal === 1 ? unit.name : `${unit.name}#${ordinal}`,
      agent: unit.agent ?? null,
      status: statusOfUnit(unit, progress),
      order_index,
      parent_node_id: unit.parent?.node_id ?? null,
      started_at: timestampOf(unit.start),
      completed_at: unit.end === null ? null : timestampOf(unit.end),
      origin: 'recorded',
      meta: present({
        name: unit.name,
        ordinal,
        trace_id: unit.trace_id,
        span_id: own?.raw.span_id,
        span_name: own?.raw.name,
        framework: own?.framework,
        graph_node_id: unit.graph?.id,
        langgraph_step: unit.langgraph?.step,
        // Only what ran within the node came so far.
        is_placeholder: own === undefined && unit.end === null ? true : undefined,
      }),
    }
  })
}

function nodeType(unit: Unit, isThinking: boolean): string {
  if (unit.kind === 'planning' || /^plan(?:ner|ning)?$/i.test(unit.name)) return 'planning'
  return unit.kind === 'agent' || isThinking ? 'agent' : 'control'
}
