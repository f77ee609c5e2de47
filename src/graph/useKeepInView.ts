import type { NodeId } from '#contract/ids.ts'
import { useReactFlow, type OnMoveStart } from '@xyflow/react'
import { useEffect, useEffectEvent, useRef, type RefObject } from 'react'
import { CLICKED_ZOOM, READABLE_ZOOM, WHOLE_ZOOM } from './fit.ts'
import { useGraphViewStore } from './graphViewStore.ts'
import { isInView } from './isInView.ts'
import type { CardId, GraphLayout, Size } from './layout/GraphLayout.ts'
import { motionMs } from './motionMs.ts'
import { viewportAround, viewportOfAll, viewportOfCard, type Viewport } from './viewportFor.ts'

/**
 * Keeps the picture useful. It opens on the whole where that can be read at once, else at a readable zoom on the node that a link names, or on what matters. A node that a link, a list, a search or a key leads to comes into view at a zoom at which it can be read, at any size of
 * the graph. When the canvas changes its size, as when the dialog opens beside it, a reader who has not moved
 * the view gets that first view anew; whoever has is left alone, but for a selected card that went out of sight.
 * When the graph grows, whoever saw the whole of it goes on to; anybody else is left where he reads.
 * Returns the handler that notices the reader's hand.
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
  const view = useGraphViewStore()
  const hasMoved = useRef(false)
  const chosen = () => (selected === undefined ? undefined : layout.positions[ids.indexOf(selected)])
  const firstView = (canvas: Size): Viewport => {
    const { bounds } = layout
    const all = viewportOfAll(bounds, canvas)
    const place = chosen() ?? view.getState().turned ?? layout.positions[matters]
    return all.zoom >= WHOLE_ZOOM || !place ? all : viewportAround(place, bounds, canvas, READABLE_ZOOM)
  }
  const go = (to: Viewport, duration = 0) => void flow.setViewport(to, { duration })

  const settle = useEffectEvent((element: HTMLElement, isNews: boolean) => {
    const canvas = { width: element.clientWidth, height: element.clientHeight }
    if (canvas.width === 0 || canvas.height === 0) return
    const all = firstView(canvas)
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

  // Another node than before: whatever led to it. The first one is the size's work, which is told at once.
  const former = useRef(selected)
  useEffect(() => {
    if (former.current === selected) return
    former.current = selected
    if (selected !== undefined && container.current) settle(container.current, true)
  }, [container, selected])

  const follow = useEffectEvent((element: HTMLElement, before: GraphLayout, isDrawnOut: boolean) => {
    const viewport = flow.getViewport()
    // A node of a folded class has its place only now that it is drawn out of it.
    if (isDrawnOut) return settle(element, true)
    const sawAll = before.positions.every((place) => isInView(element, viewport, place, 0))
    // One who did nothing saw all of it, also where a fit that is still gliding says otherwise.
    const isReading = hasMoved.current || selected !== undefined
    const { turned, covered } = view.getState()
    const isLost = turned && !isInView(element, viewport, turned, covered)
    // A graph that runs another way is another picture, and so is one in which what the reader turned is somewhere else.
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

  // React Flow names an event only where a person moved the view, not where we did.
  return (event) => {
    if (event) hasMoved.current = true
  }
}
