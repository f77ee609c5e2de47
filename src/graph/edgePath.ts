import type { Point } from './layout/GraphLayout.ts'

/** Maximum corner radius in pixels; short segments get a smaller one. */
const RADIUS = 14

/**
 * SVG path along the points of a route, with rounded corners. Each rounding stays inside its corner, so the line keeps
 * to the space that the layout left free of cards.
 */
export function edgePath(points: readonly Point[]): string {
  const [start, ...rest] = points
  if (!start) return ''
  const end = rest.pop()
  let path = `M${at(start)}`
  let before = start
  rest.forEach((corner, index) => {
    const next = rest[index + 1] ?? end ?? corner
    const cut = Math.min(RADIUS, distance(before, corner) / 2, distance(corner, next) / 2)
    path += ` L${at(towards(corner, before, cut))} Q${at(corner)} ${at(towards(corner, next, cut))}`
    before = corner
  })
  return end ? `${path} L${at(end)}` : path
}

/** The midpoint of a route, measured along it: where something that belongs to the edge can be placed. */
export function edgeMiddle(points: readonly Point[]): Point {
  const lengths = points.slice(1).map((point, index) => distance(points[index] ?? point, point))
  let left = lengths.reduce((sum, one) => sum + one, 0) / 2
  for (const [index, length] of lengths.entries()) {
    const [from, to] = [points[index], points[index + 1]]
    if (from && to && left <= length) return towards(from, to, left)
    left -= length
  }
  return points[0] ?? { x: 0, y: 0 }
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y)

/** The point at distance `far` from `from` towards `to`. */
function towards(from: Point, to: Point, far: number): Point {
  const share = far / Math.max(distance(from, to), 1e-9)
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
}

const at = ({ x, y }: Point): string => `${x.toFixed(1)},${y.toFixed(1)}`
