import { ZOOM_MAX, type Camera } from '#src/navigation/camera.ts'
import { FIT, marginIn } from './fit.ts'
import type { GraphLayout, Place, Size } from './layout/GraphLayout.ts'

export type Viewport = { readonly x: number; readonly y: number; readonly zoom: number }

/** The part of a canvas available to the graph when it is shown whole. */
export function roomIn(canvas: Size): Size {
  const { left, right, top, bottom } = marginIn(canvas)
  return { width: Math.max(1, canvas.width - left - right), height: Math.max(1, canvas.height - top - bottom) }
}

/** The minimum zoom: always further out than the whole needs. */
export const leastZoom = ({ bounds }: Pick<GraphLayout, 'bounds'>, canvas: Size): number =>
  Math.min(FIT.minZoom, viewportOfAll(bounds, canvas).zoom / 2)

/** The view of the whole graph, with a margin, in a canvas of this size. */
export function viewportOfAll({ x, y, width, height }: Place, canvas: Size): Viewport {
  const room = roomIn(canvas)
  const wanted = Math.min(room.width / Math.max(1, width), room.height / Math.max(1, height))
  const zoom = Math.min(FIT.maxZoom, wanted)
  const { left, top } = marginIn(canvas)
  return {
    x: left + room.width / 2 - (x + width / 2) * zoom,
    y: top + room.height / 2 - (y + height / 2) * zoom,
    zoom,
  }
}

/** The view centred on one card. */
export const viewportOfCard = (card: Place, canvas: Size, zoom: number): Viewport => ({
  x: canvas.width / 2 - (card.x + card.width / 2) * zoom,
  y: canvas.height / 2 - (card.y + card.height / 2) * zoom,
  zoom,
})

/** The same, but without empty space beyond the graph's borders where there is graph to show instead. */
export function viewportAround(card: Place, bounds: Place, canvas: Size, zoom: number): Viewport {
  const middle = viewportOfCard(card, canvas, zoom)
  const within = (wanted: number, from: number, extent: number, before: number, room: number) => {
    const first = before - from * zoom
    const last = before + room - (from + extent) * zoom
    return last > first ? (first + last) / 2 : Math.min(first, Math.max(last, wanted))
  }
  const room = roomIn(canvas)
  const { left, top } = marginIn(canvas)
  return {
    x: within(middle.x, bounds.x, bounds.width, left, room.width),
    y: within(middle.y, bounds.y, bounds.height, top, room.height),
    zoom,
  }
}

/** What a camera sees of the graph in a canvas of this size. */
export const viewportAt = ({ x, y, zoom }: Camera, canvas: Size): Viewport =>
  viewportOfCard({ x, y, width: 0, height: 0 }, canvas, zoom)

/** Digits after the point, so that a link stays short and still looks the same. */
const ZOOM_DIGITS = 4

/** The camera that sees this, to the pixel. */
export function cameraOf({ x, y, zoom }: Viewport, { width, height }: Size): Camera {
  // Adding 0 turns -0 into 0.
  const middle = (length: number, offset: number) => Math.round((length / 2 - offset) / zoom) + 0
  const digits = Math.max(Number(zoom.toFixed(ZOOM_DIGITS)), 10 ** -ZOOM_DIGITS)
  return { x: middle(width, x), y: middle(height, y), zoom: Math.min(digits, ZOOM_MAX) }
}
