import { useStoreApi } from '@xyflow/react'
import { useEffect, type RefObject } from 'react'
import { detailAt } from './detailAt.ts'

/**
 * Tells the styles of the graph how far out it is seen: `--rl-graph-text` is the size that small text needs to be read, and `data-detail`
 * what of a card there is room for at that size. Written to the element, for React need not render as the view moves.
 */
export function useGraphTextScale(container: RefObject<HTMLElement | null>): void {
  const store = useStoreApi()
  useEffect(() => {
    const element = container.current
    if (!element) return
    let written = ''
    const write = ({ transform: [, , zoom] }: ReturnType<typeof store.getState>) => {
      const { detail, textSize } = detailAt(zoom)
      if (written === `${detail} ${textSize}`) return
      written = `${detail} ${textSize}`
      element.style.setProperty('--rl-graph-text', `${textSize}px`)
      element.setAttribute('data-detail', detail)
    }
    write(store.getState())
    return store.subscribe(write)
  }, [container, store])
}
