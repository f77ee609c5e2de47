import type { NodeId } from '#contract/ids.ts'
import { provideShownGraph } from '#src/navigation/shownGraph.ts'
import { useRunViewState } from '#src/navigation/useNavigation.ts'
import { useReactFlow, type OnMoveStart } from '@xyflow/react'
import { useEffect, useEffectEvent, useRef, type RefObject } from 'react'
import { CLICKED_ZOOM, READABLE_ZOOM, WHOLE_ZOOM } from './fit.ts'
import { useGraphViewStore } from './graphViewStore.ts'
import { isInView } from './isInView.ts'
import type { CardId, GraphLayout, Size } from './layout/GraphLayout.ts'
import { motionMs } from './motionMs.ts'
import { useForgetCamera } from './useForgetCamera.ts'
import { cameraOf, viewportAround, viewportAt, viewportOfAll, viewportOfCard, type Viewport } from './viewportFor.ts'

/**
 * Keeps the picture useful. It opens on the whole graph if that is readable, else at a readable zoom on the node that a
 * link names, or on what matters. A node that a link, a list, a search or a key leads to comes into view at a readable
 * zoom, whatever the size of the graph. When the canvas is resized, for instance by the dialog opening beside it, the
 * first view is restored unless the reader has moved it; if so, the view changes only if the selected card is out of
 * sight. When the graph grows, a reader who saw all of it still does; otherwise the view stays. Returns the handler
 * that detects when the reader moves the view.
 */
export function useKeepInView(
  container: RefObject<HTMLElement | null>,
  ids: readonly CardId[],
  layout: GraphLayout,
  /** The card that a reader looks for first. */
  matters: number,
  selected: NodeId | undefined,
): OnMoveStart {
  const flow = useReactFlow()
  const { camera } = useRunViewState().graph
  const forgetCamera = useForgetCamera()
  const view = useGraphViewStore()
  const hasMoved = useRef(false)
  const chosen = () => (selected === undefined ? undefined : layout.positions[ids.indexOf(selected)])
  const firstView = (canvas: Size): Viewport => {
    const { bounds } = layout
    if (camera) return viewportAt(camera, canvas)
    const all = viewportOfAll(bounds, canvas)
    const place = chosen() ?? view.getState().turned ?? layout.positions[matters]
    return all.zoom >= WHOLE_ZOOM || !place ? all : viewportAround(place, bounds, canvas, READABLE_ZOOM)
  }
  const go = (to: Viewport, duration = 0) => void flow.setViewport(to, { duration })

  const settle = useEffectEvent((element: HTMLElement, isNews: boolean) => {
    const canvas = { width: element.clientWidth, height: element.clientHeight }
    if (canvas.width === 0 || canvas.height === 0) return
    const all = firstView(canvas)
    if (camera && !isNews && !hasMoved.current) return go(all)
    const place = chosen()
    const { clicked, covered } = view.getState()
    const now = hasMoved.current || isNews ? flow.getViewport() : all
    const least = clicked === selected ? CLICKED_ZOOM : READABLE_ZOOM
    if (place === undefined) {
      if (!hasMoved.current && !isNews) go(all)
    } else if (now.zoom >= least && isInView(element, now, place, covered)) {
      if (!hasMoved.current && !isNews) go(all)
    } else if (all.zoom >= least && !hasMoved.current && isInView(element, all, place, covered))
      go(all, isNews ? motionMs(250) : 0)
    else {
      const free = { ...canvas, height: Math.max(1, canvas.height - covered) }
      go(viewportOfCard(place, free, Math.max(now.zoom, least)), isNews ? motionMs(250) : 0)
    }
  })

  useEffect(() => {
    const element = container.current
    if (!element) return
    const observer = new ResizeObserver(() => settle(element, false))
    observer.observe(element)
    return () => observer.disconnect()
  }, [container])

  const forget = useEffectEvent(forgetCamera)
  // Another node than before, whatever selected it. The resize observer handles the first one, because it fires at
  // once.
  const former = useRef(selected)
  useEffect(() => {
    if (former.current === selected) return
    former.current = selected
    forget()
    if (selected !== undefined && container.current) settle(container.current, true)
  }, [container, selected])

  useEffect(
    () =>
      provideShownGraph(() => {
        const element = container.current
        if (!element) return undefined
        const canvas = { width: element.clientWidth, height: element.clientHeight }
        return { direction: layout.direction, camera: cameraOf(flow.getViewport(), canvas) }
      }),
    [container, flow, layout.direction],
  )

  const follow = useEffectEvent((element: HTMLElement, before: GraphLayout, isDrawnOut: boolean) => {
    const viewport = flow.getViewport()
    // A node of a folded class gets its own position only now that it is drawn out.
    if (isDrawnOut) return settle(element, true)
    const sawAll = before.positions.every((place) => isInView(element, viewport, place, 0))
    // A reader who did nothing counts as seeing all of it, even if a fit animation is still running.
    const isReading = hasMoved.current || selected !== undefined
    const { turned, covered } = view.getState()
    const isLost = turned && !isInView(element, viewport, turned, covered)
    // A graph in another direction is a new picture, and so is one in which the group that the reader folded or
    // unfolded is out of view.
    if (isReading && !sawAll && !isLost && before.direction === layout.direction) return
    hasMoved.current = false
    const canvas = { width: element.clientWidth, height: element.clientHeight }
    go(firstView(canvas), motionMs(250))
    if (selected !== undefined) settle(element, false)
  })
  const shown = useRef({ ids, layout })
  useEffect(() => {
    const before = shown.current
    shown.current = { ids, layout }
    if (before.layout === layout || !container.current) return
    const isDrawnOut = selected !== undefined && ids.includes(selected) && !before.ids.includes(selected)
    follow(container.current, before.layout, isDrawnOut)
  }, [container, ids, layout, selected])

  // React Flow passes an event only if a person moved the view, not if we did.
  return (event) => {
    if (!event) return
    hasMoved.current = true
    forgetCamera()
  }
}
