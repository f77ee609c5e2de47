import type { Point } from './layout/GraphLayout.ts'

/**
 * SVG path from `start` to `end` through `bends`, leaving and arriving along the stream. Each bend is the control point of a
 * quadratic curve between the middles of its two sides, so the line is smooth and never leaves the polygon that the
 * layout kept free of cards.
 */
export function edgePath(start: Point, end: Point, bends: readonly Point[], right: boolean): string {
  if (bends.length === 0) {
    const reach = Math.max(24, Math.abs(right ? end.x - start.x : end.y - start.y) / 2)
    const [a, b] = right
      ? [
          { x: start.x + reach, y: start.y },
          { x: end.x - reach, y: end.y },
        ]
      : [
          { x: start.x, y: start.y + reach },
          { x: end.x, y: end.y - reach },
        ]
    return `M${at(start)} C${at(a)} ${at(b)} ${at(end)}`
  }
  const [first = start] = bends
  const curves = bends.map((bend, index) => {
    const next = bends[index + 1]
    return `Q${at(bend)} ${at(next ? middle(bend, next) : end)}`
  })
  return `M${at(start)} L${at(middle(start, first))} ${curves.join(' ')}`
}

/** A point on that same line, about half way: where something that belongs to the edge can stand. */
export function edgeMiddle(start: Point, end: Point, bends: readonly Point[]): Point {
  const at = Math.floor(bends.length / 2)
  // The line passes the middle of the side that ends at any of its bends; without bends it is symmetric about this middle.
  return middle(bends[at - 1] ?? start, bends[at] ?? end)
}

const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 })
const at = ({ x, y }: Point): string => `${x.toFixed(1)},${y.toFixed(1)}`
