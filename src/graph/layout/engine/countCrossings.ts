import type { Layered } from './Layered.ts'
import { sortDown, type Cursor } from './sortSegments.ts'

/**
 * Counts the weighted crossings of all segments, with an accumulator tree per pair of layers (Barth, Jünger and Mutzel,
 * Simple and efficient bilayer cross counting, 2002). O(E log V). Sorts the segments below each item by place.
 */
export function countCrossings(g: Layered, cursor: Cursor): number {
  let sum = 0
  for (let layer = 0; layer + 1 < g.layers; layer++) sum += crossingsBelow(g, layer, cursor)
  return sum
}

let tree = new Int32Array(1024)

/** Crossings between `layer` and the next. */
export function crossingsBelow(g: Layered, layer: number, cursor: Cursor): number {
  const { starts, order, place, down, downStarts, bottom, weight } = g
  const first = starts[layer] ?? 0
  const end = starts[layer + 1] ?? 0
  const width = (starts[layer + 2] ?? 0) - end
  if (width < 2 || end - first < 2) return 0
  sortDown(g, layer, cursor)
  if (tree.length <= width) tree = new Int32Array(width * 2)
  else tree.fill(0, 0, width + 1)
  let sum = 0
  let seen = 0
  for (let at = first; at < end; at++) {
    const item = order[at] ?? 0
    const from = downStarts[item] ?? 0
    const to = downStarts[item + 1] ?? 0
    for (let i = from; i < to; i++) {
      // Earlier segments that end further to the right: all, less those that end here or further to the left.
      let notRight = 0
      for (let leaf = (place[bottom[down[i] ?? 0] ?? 0] ?? 0) + 1; leaf > 0; leaf &= leaf - 1) {
        notRight += tree[leaf] ?? 0
      }
      sum += (seen - notRight) * (weight[down[i] ?? 0] ?? 0)
    }
    for (let i = from; i < to; i++) {
      const heft = weight[down[i] ?? 0] ?? 0
      for (let leaf = (place[bottom[down[i] ?? 0] ?? 0] ?? 0) + 1; leaf <= width; leaf += leaf & -leaf) {
        tree[leaf] = (tree[leaf] ?? 0) + heft
      }
      seen += heft
    }
  }
  return sum
}
