import { create } from 'zustand'

/**
 * Whether the dialog covers the page. Outside the dialog, which is recreated for every node, so that stepping to the
 * next node keeps it. Not a preference, because the next visit should start with the graph visible.
 */
const useStore = create<{ readonly isMaximised: boolean }>()(() => ({ isMaximised: false }))

export const useMaximised = (): boolean => useStore((state) => state.isMaximised)

export function setMaximised(isMaximised: boolean): void {
  useStore.setState({ isMaximised })
}
