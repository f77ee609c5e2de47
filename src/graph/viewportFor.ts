import { FIT } from './fit.ts'
import { NODE_SIZE, type GraphLayout, type Point, type Size } from './layout/GraphLayout.ts'

export type Viewport = { readonly x: number; readonly y: number; readonly zoom: number }
type Bounds = Point & Size

/** The rectangle of all cards and lines. O(nodes + points). */
export function boundsOf({ positions, routes }: GraphLayout): Bounds {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  const take = (x: number, y: number, width: number, height: number) => {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x + width)
    bottom = Math.max(bottom, y + height)
  }
  for (const { x, y } of positions) take(x, y, NODE_SIZE.width, NODE_SIZE.height)
  for (const route of routes) for (const { x, y } of route) take(x, y, 0, 0)
  return left === Infinity
    ? { x: 0, y: 0, width: 0, height: 0 }
    : { x: left, y: top, width: right - left, height: bottom - top }
}

/** The view in which the whole is seen, with a margin, in a canvas of this size. */
export function viewportOfAll({ x, y, width, height }: Bounds, canvas: Size): Viewport {
  const room = 1 - 2 * FIT.padding
  const wanted = Math.min((canvas.width * room) / Math.max(1, width), (canvas.height * room) / Math.max(1, height))
  const zoom = Math.max(FIT.minZoom, Math.min(FIT.maxZoom, wanted))
  return { x: canvas.width / 2 - (x + width / 2) * zoom, y: canvas.height / 2 - (y + height / 2) * zoom, zoom }
}

/** The view with one card in the middle. */
export const viewportOfCard = (card: Point, canvas: Size, zoom: number): Viewport => ({
  x: canvas.width / 2 - (card.x + NODE_SIZE.width / 2) * zoom,
  y: canvas.height / 2 - (card.y + NODE_SIZE.height / 2) * zoom,
  zoom,
})
