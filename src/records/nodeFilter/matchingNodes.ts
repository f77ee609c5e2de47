import type { NodeId } from '#contract/ids.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import { isFiltering, type NodeFilter } from '#src/lib/nodeFilter.ts'
import { nodeLabel } from '../nodeLabel.ts'

/** Whether a node matches all parts of a filter. A node of unknown duration does not match a minimum. */
export function matchesFilter(node: EnrichedNode, { statuses, agents, min_ms, text }: NodeFilter): boolean {
  if (statuses.length > 0 && !statuses.includes(node.status)) return false
  if (agents.length > 0 && (node.agent === null || !agents.includes(node.agent))) return false
  if (min_ms !== undefined && (node.duration_ms === null || node.duration_ms < min_ms)) return false
  const wanted = text.toLowerCase()
  return [nodeLabel(node), node.node_id, node.node_type, node.agent ?? ''].some((part) =>
    part.toLowerCase().includes(wanted),
  )
}

/** The nodes that match, the same for graph, outline and timeline; undefined without a filter. O(nodes). */
export const matchingNodes = (nodes: readonly EnrichedNode[], filter: NodeFilter): ReadonlySet<NodeId> | undefined =>
  isFiltering(filter)
    ? new Set(nodes.filter((node) => matchesFilter(node, filter)).map(({ node_id }) => node_id))
    : undefined
