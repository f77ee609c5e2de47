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
  const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 })
  const curves = bends.map((bend, index) => {
    const next = bends[index + 1]
    return `Q${at(bend)} ${at(next ? middle(bend, next) : end)}`
  })
  return `M${at(start)} L${at(middle(start, first))} ${curves.join(' ')}`
}

const at = ({ x, y }: Point): string => `${x.toFixed(1)},${y.toFixed(1)}`
