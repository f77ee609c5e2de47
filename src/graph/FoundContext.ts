import type { NodeId } from '#contract/ids.ts'
import { createContext, useContext } from 'react'

/** The nodes in which what the reader searches is found; undefined where nothing is searched or found. */
export const FoundContext = createContext<ReadonlySet<NodeId> | undefined>(undefined)

/** Whether a card of these nodes stands back, since what is searched is in none of them. */
export function useStandsBack(nodes: readonly { readonly node_id: NodeId }[]): boolean {
  const found = useContext(FoundContext)
  return found !== undefined && !nodes.some(({ node_id }) => found.has(node_id))
}
