import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { NavigationState, NavigationStore } from './navigationStore.ts'

export const NavigationContext = createContext<NavigationStore | undefined>(undefined)

function useNavigationStore(): NavigationStore {
  const store = useContext(NavigationContext)
  if (!store) throw new Error('NavigationContext is missing above this component')
  return store
}

/** Subscribes to a part of what is in view. The part must be stable between renders: a field, not a new object. */
export const useNavigation = <T>(select: (state: NavigationState) => T): T => useStore(useNavigationStore(), select)
