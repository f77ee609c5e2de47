import type { GraphLayout, Place } from './GraphLayout.ts'

/** The bounding rectangle of all cards, frames and edges. O(nodes + points). */
export function boundsOf({ positions, routes, frames }: Pick<GraphLayout, 'positions' | 'routes' | 'frames'>): Place {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  const take = (x: number, y: number, width: number, height: number) => {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x + width)
    bottom = Math.max(bottom, y + height)
  }
  for (const { x, y, width, height } of [...positions, ...frames]) take(x, y, width, height)
  for (const route of routes) for (const { x, y } of route) take(x, y, 0, 0)
  return left === Infinity
    ? { x: 0, y: 0, width: 0, height: 0 }
    : { x: left, y: top, width: right - left, height: bottom - top }
}
