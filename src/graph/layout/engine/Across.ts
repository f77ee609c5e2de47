import type { Layered } from './Layered.ts'

/** Input of the phases that place items across the direction of the graph. */
export type Across = {
  readonly g: Layered
  /** Items below this index are cards; the others are junctions and dummies. */
  readonly cards: number
  /** How far each item extends to the left and right of its coordinate. */
  readonly left: Float64Array
  readonly right: Float64Array
  /** Gaps in pixels between two nodes, and around an edge. */
  readonly neighbourGap: number
  readonly edgeGap: number
}

/** The minimum distance from `a` to `b`, its neighbour on the right. */
export const distance = ({ cards, left, right, neighbourGap, edgeGap }: Across, a: number, b: number): number =>
  (right[a] ?? 0) + (left[b] ?? 0) + (a < cards && b < cards ? neighbourGap : edgeGap)

/** Sum of the lengths of all segments across the direction of the graph. */
export function lengthAcross({ g }: Across, x: Float64Array): number {
  let sum = 0
  for (let segment = 0; segment < g.top.length; segment++) {
    const a = g.top[segment] ?? 0
    const b = g.bottom[segment] ?? 0
    sum += Math.abs((x[a] ?? 0) - (x[b] ?? 0))
  }
  return sum
}

/** From the left border of the leftmost item to the right border of the rightmost. */
export function widthOf({ g, left, right }: Across, x: Float64Array): number {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (let item = 0; item < g.total; item++) {
    low = Math.min(low, (x[item] ?? 0) - (left[item] ?? 0))
    high = Math.max(high, (x[item] ?? 0) + (right[item] ?? 0))
  }
  return Math.max(0, high - low)
}
