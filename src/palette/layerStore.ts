import { flushSync } from 'react-dom'
import { create } from 'zustand'

/** What lies over the page: the palette or the help sheet. */
export type Layer = 'none' | 'palette' | 'help'

type LayerState = {
  readonly layer: Layer
  /** What was typed into the palette, or on the way to it: before its field is painted, keys come to the page. */
  readonly typed: string
  readonly opener: HTMLElement | undefined
}

/** A state of the window, not of a run: a link does not restore it. */
export const useLayer = create<LayerState>()(() => ({ layer: 'none', typed: '', opener: undefined }))

export const setTyped = (typed: string): void => useLayer.setState({ typed })

export function openLayer(layer: Exclude<Layer, 'none'>): void {
  const { activeElement } = document
  useLayer.setState({ layer, typed: '', opener: activeElement instanceof HTMLElement ? activeElement : undefined })
}

/** Takes the layer away and gives the focus back to where it was, if that is still there. */
export function closeLayer(): void {
  const { opener } = useLayer.getState()
  // Whoever acts next, a command that moves the focus among them, finds the page without the layer.
  flushSync(() => useLayer.setState({ layer: 'none', opener: undefined }))
  opener?.focus({ preventScroll: true })
}
