import type { NodeId } from '#contract/ids.ts'
import { createContext, useContext } from 'react'

/** What a card or an edge can ask of its graph. Given by context, since React Flow makes the cards and lines. Stable between renders. */
export type GraphActions = {
  readonly selected: NodeId | undefined
  readonly open: (node_id: NodeId) => void
  /** The member by which the class is named whose members are listed. */
  readonly members: NodeId | undefined
  /** Lists the members of a folded class, or no longer. */
  readonly openMembers: (member: NodeId | undefined) => void
  readonly labelOf: (node_id: NodeId) => string
  /** Shows the messages between two nodes, in either direction. */
  readonly readMessages: (from: NodeId, to: NodeId) => void
}

export const GraphActionsContext = createContext<GraphActions | undefined>(undefined)

export function useGraphActions(): GraphActions {
  const actions = useContext(GraphActionsContext)
  if (!actions) throw new Error('GraphActionsContext is missing above this component')
  return actions
}
