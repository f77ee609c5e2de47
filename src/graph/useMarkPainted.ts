import { markTime } from '#src/lib/markTime.ts'
import { useReactFlow } from '@xyflow/react'
import { useCallback, useEffect, useRef } from 'react'
import { smallestTextPx } from './detailAt.ts'
import { countsOf, type Picture } from './folding/Picture.ts'

/**
 * Records when a picture is on screen: after the frame that paints its first view. Returns the function that does so,
 * for a painted picture, which reports itself when it is ready.
 */
export function useMarkPainted(picture: Picture, isMounted: boolean): () => void {
  const { getZoom } = useReactFlow()
  const frame = useRef(0)
  const mark = useCallback(() => {
    cancelAnimationFrame(frame.current)
    frame.current = requestAnimationFrame(() => {
      const { nodes, cards, folded } = countsOf(picture)
      const zoom = getZoom()
      markTime('graph-painted', { nodes, drawn: cards, folded, zoom, smallestTextPx: smallestTextPx(zoom) })
    })
  }, [picture, getZoom])
  useEffect(() => {
    if (isMounted) frame.current = requestAnimationFrame(mark)
    return () => cancelAnimationFrame(frame.current)
  }, [mark, isMounted])
  return mark
}
