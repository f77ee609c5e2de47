import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { viewStateOf, type NavigationState, type NavigationStore } from './navigationStore.ts'
import { INITIAL_NODE_VIEW_STATE, type NodeViewState, type RunViewState } from './runViewState.ts'

export const NavigationContext = createContext<NavigationStore | undefined>(undefined)

/** The store itself, for code that reads it on a key press or a reply rather than while rendering. */
export function useNavigationStore(): NavigationStore {
  const store = useContext(NavigationContext)
  if (!store) throw new Error('NavigationContext is missing above this component')
  return store
}

/** Subscribes to a part of what is in view. The part must be stable between renders: a field, not a new object. */
export const useNavigation = <T>(select: (state: NavigationState) => T): T => useStore(useNavigationStore(), select)

/** The view state of the open run. */
export const useRunViewState = (): RunViewState => useNavigation((state) => viewStateOf(state.selection))

/** The view state of the open node's rows. */
export const useNodeViewState = (): NodeViewState =>
  useNavigation(({ selection }) => (selection.kind === 'node' ? selection.node_view_state : INITIAL_NODE_VIEW_STATE))
