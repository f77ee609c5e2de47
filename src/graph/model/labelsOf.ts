import type { NodeId } from '#contract/ids.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import { nodeLabel } from '#src/records/nodeLabel.ts'
import { visibleText } from '#src/lib/visibleText.ts'

/** Names the nodes of the one graph that it was made for. */
export type LabelOf = (node_id: NodeId) => string

/**
 * Labels of nodes, built on first use, because nodes change with every tick of a live run. An unknown node is labelled
 * with its id.
 */
export function labelsOf(nodes: readonly EnrichedNode[]): LabelOf {
  let labels: ReadonlyMap<string, string> | undefined
  return (id) => {
    labels ??= new Map(nodes.map((node) => [node.node_id, nodeLabel(node)]))
    return labels.get(id) ?? visibleText(id)
  }
}
