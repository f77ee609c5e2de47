import type { NodeId } from '#contract/ids.ts'
import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { CardId, Place } from './layout/GraphLayout.ts'

/**
 * What the reader's hand and keys are on in one graph. Created with the run and gone with it, hence never reset. Written by
 * cards and the keyboard, read by cards and edges, at most a few times a second.
 */
export type GraphViewState = {
  /** The card that the Tab key reaches; the whole graph is one stop. */
  readonly focused: CardId | undefined
  /** The card that has the keyboard until the one that it goes to is mounted. */
  readonly leaving: CardId | undefined
  readonly hovered: CardId | undefined
  /** The card that was last opened by a click or Enter on it, in the picture. */
  readonly clicked: NodeId | undefined
  /** Where the group begins that the reader folded or unfolded last, in the picture that came of it. */
  readonly turned: Place | undefined
  /** Pixels at the bottom of the picture that a list of members stands over. */
  readonly covered: number
}
export type GraphViewStore = StoreApi<GraphViewState>

export const createGraphViewStore = (focused: CardId | undefined): GraphViewStore =>
  createStore<GraphViewState>()(() => ({
    focused,
    leaving: undefined,
    hovered: undefined,
    clicked: undefined,
    turned: undefined,
    covered: 0,
  }))

export const GraphViewContext = createContext<GraphViewStore | undefined>(undefined)

export function useGraphViewStore(): GraphViewStore {
  const store = useContext(GraphViewContext)
  if (!store) throw new Error('GraphViewContext is missing above this component')
  return store
}

export const useGraphView = <T>(select: (state: GraphViewState) => T): T => useStore(useGraphViewStore(), select)
