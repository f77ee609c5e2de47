import type { NodeId } from '#contract/ids.ts'
import { createContext, useContext } from 'react'

/** Nodes that match the search and the filter; undefined without either, or without matches of the search. */
export const FoundContext = createContext<ReadonlySet<NodeId> | undefined>(undefined)

/** Whether to dim a card of these nodes, because none of them matches. */
export function useStandsBack(nodes: readonly { readonly node_id: NodeId }[]): boolean {
  const found = useContext(FoundContext)
  return found !== undefined && !nodes.some(({ node_id }) => found.has(node_id))
}

/** The nodes in both sets; undefined stands for all nodes. */
export function bothOf(
  a: ReadonlySet<NodeId> | undefined,
  b: ReadonlySet<NodeId> | undefined,
): ReadonlySet<NodeId> | undefined {
  return a && b ? new Set([...a].filter((id) => b.has(id))) : (a ?? b)
}
