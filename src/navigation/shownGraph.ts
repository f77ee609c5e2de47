import type { Camera } from './camera.ts'

/** How the graph is drawn right now: what a link needs beside the address to show the same. */
export type ShownGraph = { readonly direction: 'right' | 'down'; readonly camera: Camera }

let read: (() => ShownGraph | undefined) | undefined

/** Undefined while no graph is drawn. */
export const shownGraph = (): ShownGraph | undefined => read?.()

/** Called by the graph on screen with a function that tells how it is drawn; returns a function that withdraws it. */
export function provideShownGraph(tell: () => ShownGraph | undefined): () => void {
  read = tell
  return () => {
    if (read === tell) read = undefined
  }
}
