import type { NodeId } from '#contract/ids.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import { nodeLabel } from '#src/records/nodeLabel.ts'
import { visibleText } from '#src/lib/visibleText.ts'

/** Names the nodes of the one graph that it was made for. */
export type LabelOf = (node_id: NodeId) => string

/** The names of nodes, looked up only once one is asked for: nodes change with every tick of a live run. A node that is not there has its id. */
export function labelsOf(nodes: readonly EnrichedNode[]): LabelOf {
  let labels: ReadonlyMap<string, string> | undefined
  return (id) => {
    labels ??= new Map(nodes.map((node) => [node.node_id, nodeLabel(node)]))
    return labels.get(id) ?? visibleText(id)
  }
}
