import { markTime } from '#src/lib/markTime.ts'
import { useReactFlow } from '@xyflow/react'
import { useEffect } from 'react'
import { smallestTextPx } from './detailAt.ts'
import { countsOf, type Picture } from './folding/Picture.ts'

/** Marks when a picture is on screen: after the frame that its first view is painted in. */
export function useMarkPainted(picture: Picture): void {
  const { getZoom } = useReactFlow()
  useEffect(() => {
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        const { nodes, cards, folded } = countsOf(picture)
        const zoom = getZoom()
        markTime('graph-painted', { nodes, drawn: cards, folded, zoom, smallestTextPx: smallestTextPx(zoom) })
      })
    })
    return () => cancelAnimationFrame(frame)
  }, [picture, getZoom])
}
