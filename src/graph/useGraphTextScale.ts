import { useStoreApi } from '@xyflow/react'
import { useEffect, type RefObject } from 'react'

/** In steps, since each change restyles whatever stands in the graph. */
const STEP = 0.2

/** Below this, text that keeps its size would crowd the cards, which shrink. */
const ROOMY_ZOOM = 0.6

/**
 * Tells the styles of the graph how far out it is seen: `--rl-graph-text-scale` is by how much small text must grow to keep its
 * size, and `data-far` is there where it would find no room. Written to the element, for React need not render as the view moves.
 */
export function useGraphTextScale(container: RefObject<HTMLElement | null>): void {
  const store = useStoreApi()
  useEffect(() => {
    const element = container.current
    if (!element) return
    let written = ''
    const write = ({ transform: [, , zoom] }: ReturnType<typeof store.getState>) => {
      const scale = Math.max(1, Math.ceil(1 / zoom / STEP) * STEP).toFixed(1)
      const isFar = zoom < ROOMY_ZOOM
      if (written === `${scale} ${isFar}`) return
      written = `${scale} ${isFar}`
      element.style.setProperty('--rl-graph-text-scale', scale)
      element.toggleAttribute('data-far', isFar)
    }
    write(store.getState())
    return store.subscribe(write)
  }, [container, store])
}
