import type { TimeWindow } from '#src/navigation/runViewState.ts'
import { useEffect, type RefObject } from 'react'
import { groundOf, type ChartModel } from './chartModel.ts'
import { NOTHING, type ChartStore } from './chartStore.ts'
import { fingersOf, pinched, type Fingers } from './pinch.ts'

type Chart = {
  readonly canvasRef: RefObject<HTMLCanvasElement | null>
  readonly scrollRef: RefObject<HTMLDivElement | null>
  readonly store: ChartStore
  readonly model: ChartModel
}

type Start = { readonly fingers: Fingers; readonly window: TimeWindow | undefined }

/**
 * Two fingers zoom the time between them and pan it, and scroll the lanes. From the second finger on until the last one
 * has left, the chart's other gestures hear of none, so that a pinch neither drags nor opens.
 */
export function usePinch({ canvasRef, scrollRef, store, model }: Chart): void {
  useEffect(() => {
    const canvas = canvasRef.current
    if (!canvas) return undefined
    const touches = new Map<number, { readonly x: number; readonly y: number }>()
    let isPinch = false
    let start: Start | undefined
    let y = 0

    const fingersNow = (): Fingers | undefined => {
      const [a, b, ...others] = touches.values()
      return a && b && others.length === 0 ? fingersOf(a, b) : undefined
    }
    const place = (event: PointerEvent) => {
      const { left, top } = canvas.getBoundingClientRect()
      touches.set(event.pointerId, { x: event.clientX - left, y: event.clientY - top })
    }
    const begin = () => {
      const fingers = fingersNow()
      start = fingers && { fingers, window: store.getState().window }
      y = fingers?.y ?? 0
      if (fingers) isPinch = true
    }
    const onDown = (event: PointerEvent) => {
      if (event.pointerType !== 'touch') return
      place(event)
      begin()
      if (isPinch) event.stopPropagation()
    }
    const onMove = (event: PointerEvent) => {
      if (!touches.has(event.pointerId)) return
      if (!isPinch) return
      event.stopPropagation()
      place(event)
      const fingers = fingersNow()
      const ground = groundOf(model, store.getState())
      if (!fingers || !start || !ground) return
      store.setState({ window: pinched(ground, start.window, start.fingers, fingers), hovered: NOTHING })
      scrollRef.current?.scrollBy({ top: y - fingers.y, behavior: 'instant' })
      y = fingers.y
    }
    const onEnd = (event: PointerEvent) => {
      if (!touches.delete(event.pointerId)) return
      if (isPinch) event.stopPropagation()
      begin()
      if (touches.size === 0) isPinch = false
    }
    const over = new AbortController()
    const { signal } = over
    canvas.addEventListener('pointerdown', onDown, { signal })
    canvas.addEventListener('pointermove', onMove, { signal })
    canvas.addEventListener('pointerup', onEnd, { signal })
    canvas.addEventListener('pointercancel', onEnd, { signal })
    return () => over.abort()
  }, [canvasRef, scrollRef, store, model])
}
