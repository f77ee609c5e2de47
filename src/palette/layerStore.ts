import { flushSync } from 'react-dom'
import { create } from 'zustand'

/** What lies over the page: the palette or the help sheet. */
export type Layer = 'none' | 'palette' | 'help'

type LayerState = { readonly layer: Layer; readonly opener: HTMLElement | undefined }

/** A state of the window, not of a run: a link does not restore it. */
export const useLayer = create<LayerState>()(() => ({ layer: 'none', opener: undefined }))

export function openLayer(layer: Exclude<Layer, 'none'>): void {
  const { layer: current, opener } = useLayer.getState()
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement : undefined
  // From one layer to the other, the focus is still owed to what opened the first.
  useLayer.setState({ layer, opener: current === 'none' ? focused : opener })
}

/** Takes the layer away and gives the focus back to where it was, if that is still there. */
export function closeLayer(): void {
  const { opener } = useLayer.getState()
  // Whoever acts next, a command that moves the focus among them, finds the page without the layer.
  flushSync(() => useLayer.setState({ layer: 'none', opener: undefined }))
  opener?.focus({ preventScroll: true })
}
