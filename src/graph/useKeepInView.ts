import type { NodeId } from '#contract/ids.ts'
import { useReactFlow, type OnMoveStart } from '@xyflow/react'
import { useEffect, useEffectEvent, useRef, type RefObject } from 'react'
import { FIT, READABLE_ZOOM } from './fit.ts'
import { isInView } from './isInView.ts'
import { NODE_SIZE, type GraphLayout, type Topology } from './layout/GraphLayout.ts'
import { motionMs } from './motionMs.ts'

/**
 * Keeps the picture useful when the canvas changes its size, as when the dialog opens beside it: a reader who has not moved
 * the view gets the whole graph fitted anew; whoever has is left alone, but for a selected card that went out of sight.
 * When the graph grows, whoever saw the whole of it goes on to; anybody else is left where he reads.
 * Returns the handler that notices the reader's hand.
 */
export function useKeepInView(
  container: RefObject<HTMLElement | null>,
  topology: Topology,
  layout: GraphLayout,
  selected: NodeId | undefined,
): OnMoveStart {
  const flow = useReactFlow()
  const hasMoved = useRef(false)

  const settle = useEffectEvent((element: HTMLElement) => {
    const place = selected === undefined ? undefined : layout.positions[topology.ids.indexOf(selected)]
    if (!hasMoved.current) void flow.fitView(FIT)
    if (place === undefined) return
    const isReadable = flow.getZoom() >= READABLE_ZOOM
    if (isReadable && isInView(element, flow.getViewport(), place)) return
    const zoom = Math.max(flow.getZoom(), READABLE_ZOOM)
    void flow.setCenter(place.x + NODE_SIZE.width / 2, place.y + NODE_SIZE.height / 2, { zoom })
  })

  // An effect of size alone: selecting another card must not move the view.
  useEffect(() => {
    const element = container.current
    if (!element) return
    const observer = new ResizeObserver(() => settle(element))
    observer.observe(element)
    return () => observer.disconnect()
  }, [container])

  const follow = useEffectEvent((element: HTMLElement, former: GraphLayout) => {
    const viewport = flow.getViewport()
    const sawAll = former.positions.every((place) => isInView(element, viewport, place))
    // One who did nothing saw all of it, also where a fit that is still gliding says otherwise.
    const isReading = hasMoved.current || selected !== undefined
    // A graph that runs another way is another picture.
    if (isReading && !sawAll && former.direction === layout.direction) return
    hasMoved.current = false
    void flow.fitView({ ...FIT, duration: motionMs(250) })
  })
  const shown = useRef(layout)
  useEffect(() => {
    const former = shown.current
    shown.current = layout
    if (former !== layout && container.current) follow(container.current, former)
  }, [container, layout])

  // React Flow names an event only where a person moved the view, not where we did.
  return (event) => {
    if (event) hasMoved.current = true
  }
}
