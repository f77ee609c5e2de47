import type { NodeId } from '#contract/ids.ts'
import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { CardId, Place } from './layout/GraphLayout.ts'

/**
 * Where the pointer and the keyboard are in one graph. Created with the run's view and discarded with it, so never
 * reset. Written by cards and the keyboard, read by cards and edges, at most a few times a second.
 */
export type GraphViewState = {
  /** The tab stop; the whole graph is one stop. */
  readonly focused: CardId | undefined
  /** The card that keeps the focus until the target card is mounted. */
  readonly leaving: CardId | undefined
  readonly hovered: CardId | undefined
  /** The card last opened by a click or Enter in the picture. */
  readonly clicked: NodeId | undefined
  /** The start of the group that the reader last folded or unfolded, in the resulting picture. */
  readonly turned: Place | undefined
  /** Height in pixels at the bottom of the picture that is covered by a list of members. */
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
