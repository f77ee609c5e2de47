import { flushSync } from 'react-dom'
import { create } from 'zustand'

/** The layer over the page: the palette or the help sheet. */
export type Layer = 'none' | 'palette' | 'help'

type LayerState = {
  readonly layer: Layer
  /** The text typed into the palette, including keys that reach the page before its field is painted. */
  readonly typed: string
  readonly opener: HTMLElement | undefined
}

/** State of the window, not of a run: a link does not restore it. */
export const useLayer = create<LayerState>()(() => ({ layer: 'none', typed: '', opener: undefined }))

export const setTyped = (typed: string): void => useLayer.setState({ typed })

export function openLayer(layer: Exclude<Layer, 'none'>): void {
  const { activeElement } = document
  useLayer.setState({ layer, typed: '', opener: activeElement instanceof HTMLElement ? activeElement : undefined })
}

/** Closes the layer and returns the focus to where it was, if that still exists. */
export function closeLayer(): void {
  const { opener } = useLayer.getState()
  // Synchronous, so that the next action, such as a command that moves the focus, finds the page without the
  // layer.
  flushSync(() => useLayer.setState({ layer: 'none', opener: undefined }))
  opener?.focus({ preventScroll: true })
}
