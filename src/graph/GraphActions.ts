import type { NodeId, NodeRef } from '#contract/ids.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { createContext, useContext } from 'react'
import type { LabelOf } from './model/labelsOf.ts'

/**
 * What cards and edges can ask of their graph. Passed by context, because React Flow creates the cards and edges. One
 * object for the life of the view: changing state is read from its owner, so that a change re-renders only the cards it
 * affects.
 */
export type GraphActions = {
  readonly open: (node: NodeRef) => void
  /** Lists the members of a folded class; undefined closes the list. */
  readonly openMembers: (member: NodeId | undefined) => void
  /** Components that show a label re-render with the picture, which is requested again when a name changes. */
  readonly labelOf: LabelOf
  /** Shows the messages between two nodes, in either direction. */
  readonly readMessages: (from: NodeId, to: NodeId) => void
}

export const GraphActionsContext = createContext<GraphActions | undefined>(undefined)

export function useGraphActions(): GraphActions {
  const actions = useContext(GraphActionsContext)
  if (!actions) throw new Error('GraphActionsContext is missing above this component')
  return actions
}

/** Selects from the view state by the open node. */
export const useOfSelected = <T>(select: (selected: NodeId | undefined) => T): T =>
  useNavigation(({ selection }) => select(selection.kind === 'node' ? selection.ref.node_id : undefined))
