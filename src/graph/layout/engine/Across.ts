import type { Layered } from './Layered.ts'

/** What the phases that place items across the stream work on. */
export type Across = {
  readonly g: Layered
  /** Items below this are cards; the others are junctions and dummies. */
  readonly cards: number
  /** How far each item reaches to the left and to the right of its own coordinate. */
  readonly left: Float64Array
  readonly right: Float64Array
  /** Free pixels between two nodes, and around an edge. */
  readonly neighbourGap: number
  readonly edgeGap: number
}

/** The least distance from `a` to `b`, which stands next to the right of it. */
export const distance = ({ cards, left, right, neighbourGap, edgeGap }: Across, a: number, b: number): number =>
  (right[a] ?? 0) + (left[b] ?? 0) + (a < cards && b < cards ? neighbourGap : edgeGap)

/** Sum of the lengths across the stream. */
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
