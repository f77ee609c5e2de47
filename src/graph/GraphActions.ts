import type { NodeId, NodeRef } from '#contract/ids.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { createContext, useContext } from 'react'
import type { LabelOf } from './model/labelsOf.ts'

/**
 * What a card or an edge can ask of its graph. Given by context, since React Flow makes the cards and lines. One object for the life of
 * the view: what changes is asked of its owner, so that a change renders the cards that it is about and no others.
 */
export type GraphActions = {
  readonly open: (node: NodeRef) => void
  /** Lists the members of a folded class, or no longer. */
  readonly openMembers: (member: NodeId | undefined) => void
  /** Whoever shows it is drawn anew with the picture, which is asked for anew when a name changes. */
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

/** A part of what is in view that depends on the open node. */
export const useOfSelected = <T>(select: (selected: NodeId | undefined) => T): T =>
  useNavigation(({ selection }) => select(selection.kind === 'node' ? selection.ref.node_id : undefined))
