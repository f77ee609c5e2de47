import type { NodeId } from '#contract/ids.ts'
import { createContext, useContext } from 'react'

/** Nodes that match the search; undefined without a search or without matches. */
export const FoundContext = createContext<ReadonlySet<NodeId> | undefined>(undefined)

/** Whether to dim a card of these nodes, because none of them matches the search. */
export function useStandsBack(nodes: readonly { readonly node_id: NodeId }[]): boolean {
  const found = useContext(FoundContext)
  return found !== undefined && !nodes.some(({ node_id }) => found.has(node_id))
}
