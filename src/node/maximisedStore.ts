import { create } from 'zustand'

/**
 * Whether the dialog covers the page. Outside the dialog, which is made anew for every node, so that stepping to the next
 * node does not shrink it; not a preference, for the next visit should begin with the graph in view.
 */
const useStore = create<{ readonly isMaximised: boolean }>()(() => ({ isMaximised: false }))

export const useMaximised = (): boolean => useStore((state) => state.isMaximised)

export function setMaximised(isMaximised: boolean): void {
  useStore.setState({ isMaximised })
}
