import { useEffect, useRef, type PointerEvent, type RefObject } from 'react'
import { groundOf, type ChartModel } from './chartModel.ts'
import { NOTHING, type ChartStore, type Hovered } from './chartStore.ts'
import { hitAt } from './hitAt.ts'
import type { Picture } from './picture.ts'
import { panned, zoomed } from './windowMoves.ts'

/** Pixels that the pointer may move before a press becomes a drag. */
const STRAY = 4
/** Zoom per wheel notch, and the limit per event: some wheels report large jumps. */
const ZOOM_RATE = 0.006
const NOTCH_MAX = 80
const LINE = 16
export const ZOOM_STEP = 2

type Gestures = {
  readonly canvasRef: RefObject<HTMLCanvasElement | null>
  readonly scrollRef: RefObject<HTMLDivElement | null>
  readonly pictureRef: RefObject<Picture | undefined>
  readonly store: ChartStore
  readonly model: ChartModel
  readonly onPress: (hit: Hovered) => void
}

/**
 * Wheel and pointer gestures on the chart. The wheel scrolls the lanes natively, pans with Shift or sideways, and
 * zooms with Ctrl, which a pinch also sends. A drag pans in both directions, a press opens, a double press on the
 * background zooms in.
 */
export function useChartGestures({ canvasRef, scrollRef, pictureRef, store, model, onPress }: Gestures) {
  const drag = useRef<Drag>(undefined)

  useEffect(() => {
    const element = scrollRef.current
    const onWheel = (event: WheelEvent) => {
      const state = store.getState()
      const ground = groundOf(model, state)
      if (!ground) return
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1
      const [across, down] = [event.deltaX * unit, event.deltaY * unit]
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault()
        const x = event.clientX - (canvasRef.current?.getBoundingClientRect().left ?? 0)
        const notch = Math.max(-NOTCH_MAX, Math.min(NOTCH_MAX, down))
        store.setState({ window: zoomed(ground, state.window, Math.max(0, x), Math.exp(notch * ZOOM_RATE)) })
      } else if (event.shiftKey || Math.abs(across) > Math.abs(down)) {
        event.preventDefault()
        store.setState({ window: panned(ground, state.window, -(across || down)) })
      }
    }
    // React's own wheel listeners are passive and could not prevent the page from zooming.
    element?.addEventListener('wheel', onWheel, { passive: false })
    return () => element?.removeEventListener('wheel', onWheel)
  }, [canvasRef, scrollRef, store, model])

  const placeOf = (event: { readonly clientX: number; readonly clientY: number }) => {
    const box = canvasRef.current?.getBoundingClientRect()
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) }
  }
  const hit = (event: { readonly clientX: number; readonly clientY: number }): Hovered => {
    const { x, y } = placeOf(event)
    return pictureRef.current ? hitAt(pictureRef.current, x, y) : NOTHING
  }

  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button === 0) drag.current = { x: event.clientX, y: event.clientY, isMoving: false }
    },
    onPointerMove: (event: PointerEvent) => {
      // The button may have been released outside the canvas.
      if (event.buttons === 0) drag.current = undefined
      const held = drag.current
      if (!held) {
        const hovered = hit(event)
        if (!isSame(hovered, store.getState().hovered)) store.setState({ hovered })
        return
      }
      const [across, down] = [event.clientX - held.x, event.clientY - held.y]
      if (!held.isMoving && Math.hypot(across, down) < STRAY) return
      // Capture only now: a press without a drag must stay a click.
      if (!held.isMoving) canvasRef.current?.setPointerCapture(event.pointerId)
      drag.current = { x: event.clientX, y: event.clientY, isMoving: true }
      const state = store.getState()
      const ground = groundOf(model, state)
      if (ground) store.setState({ window: panned(ground, state.window, across), hovered: NOTHING })
      scrollRef.current?.scrollBy({ top: -down, behavior: 'instant' })
    },
    onPointerUp: (event: PointerEvent) => {
      const held = drag.current
      drag.current = undefined
      if (held && !held.isMoving) onPress(hit(event))
    },
    onPointerCancel: () => {
      drag.current = undefined
    },
    onPointerLeave: () => {
      if (!drag.current) store.setState({ hovered: NOTHING })
    },
    onDoubleClick: (event: { readonly clientX: number; readonly clientY: number }) => {
      if (hit(event).kind !== 'nothing') return
      const state = store.getState()
      const ground = groundOf(model, state)
      if (ground) store.setState({ window: zoomed(ground, state.window, placeOf(event).x, 1 / ZOOM_STEP) })
    },
  }
}

type Drag = { readonly x: number; readonly y: number; readonly isMoving: boolean }

function isSame(a: Hovered, b: Hovered): boolean {
  if (a.kind === 'mark' && b.kind === 'mark')
    return a.mark.lane === b.mark.lane && a.mark.row === b.mark.row && a.mark.x === b.mark.x && a.mark.y === b.mark.y
  if (a.kind === 'gap' && b.kind === 'gap') return a.gap === b.gap
  return a.kind === b.kind
}
