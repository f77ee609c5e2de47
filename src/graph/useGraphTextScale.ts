import { useStoreApi } from '@xyflow/react'
import { useEffect, type RefObject } from 'react'
import { detailAt } from './detailAt.ts'

/**
 * Exposes the zoom to the graph's styles: `--rl-graph-text` is the font size that small text needs to be readable, and
 * `data-detail` the level of detail that fits at that size. Written to the element, so that React need not render as
 * the view moves.
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
