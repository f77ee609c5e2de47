import type { Layered } from './Layered.ts'
import { sortDown, sortUp, type Cursor } from './sortSegments.ts'

/**
 * One side of a layer in flat arrays: the ends of each item's segments, sorted, with their weights, at their indices in
 * the full list; and the total weight of each item's segments. The other layer stays fixed while this one is ordered.
 * Reused between calls to avoid allocation in inner loops.
 */
type Side = { at: Int32Array; heft: Int32Array; all: Int32Array; starts: Int32Array }

const emptySide = (): Side => ({
  at: new Int32Array(0),
  heft: new Int32Array(0),
  all: new Int32Array(0),
  starts: new Int32Array(0),
})
const above = emptySide()
const below = emptySide()

/** Fills both sides of a layer. O(segments of the layer). */
function readSides(g: Layered, layer: number, cursor: Cursor): void {
  if (layer > 0) sortUp(g, layer, cursor)
  if (layer + 1 < g.layers) sortDown(g, layer, cursor)
  read(above, g, layer, g.up, g.upStarts, g.top)
  read(below, g, layer, g.down, g.downStarts, g.bottom)
}

function read(side: Side, g: Layered, layer: number, list: Int32Array, starts: Int32Array, ends: Int32Array): void {
  if (side.at.length < list.length) {
    side.at = new Int32Array(list.length)
    side.heft = new Int32Array(list.length)
  }
  if (side.all.length < g.total) side.all = new Int32Array(g.total)
  side.starts = starts
  for (let place = g.starts[layer] ?? 0; place < (g.starts[layer + 1] ?? 0); place++) {
    const item = g.order[place] ?? 0
    let all = 0
    for (let i = starts[item] ?? 0; i < (starts[item + 1] ?? 0); i++) {
      const segment = list[i] ?? 0
      const heft = g.weight[segment] ?? 0
      side.at[i] = g.place[ends[segment] ?? 0] ?? 0
      side.heft[i] = heft
      all += heft
    }
    side.all[item] = all
  }
}

/** How many crossings are saved on one side by moving `left`, which is before `right`, behind it. O(degrees). */
function gainOf({ at, heft, all, starts }: Side, left: number, right: number): number {
  const rightAll = all[right] ?? 0
  const leftAll = all[left] ?? 0
  if (rightAll === 0 || leftAll === 0) return 0
  const leftStart = starts[left] ?? 0
  const leftEnd = starts[left + 1] ?? 0
  let less = starts[right] ?? 0
  const rightEnd = starts[right + 1] ?? 0
  // If their ranges do not overlap, they cross in only one of the two orders.
  if ((at[leftEnd - 1] ?? 0) < (at[less] ?? 0)) return -leftAll * rightAll
  if ((at[leftStart] ?? 0) > (at[rightEnd - 1] ?? 0)) return leftAll * rightAll
  let upTo = less
  // Weight of the right item's segments that end further to the left, and of those that do not end further to the
  // right.
  let before = 0
  let notAfter = 0
  let gain = 0
  for (let i = leftStart; i < leftEnd; i++) {
    const own = at[i] ?? 0
    while (less < rightEnd && (at[less] ?? 0) < own) before += heft[less++] ?? 0
    while (upTo < rightEnd && (at[upTo] ?? 0) <= own) notAfter += heft[upTo++] ?? 0
    gain += (heft[i] ?? 0) * (before - (rightAll - notAfter))
  }
  return gain
}

/** Crossings saved by moving `left`, which is before `right`, behind it. The layer's sides must be filled. */
const gainOfExchange = (left: number, right: number): number => gainOf(above, left, right) + gainOf(below, left, right)

/**
 * Swaps neighbours of a layer while that saves crossings (Gansner et al., 1993, section 3, transpose). Returns the
 * number saved. O(segments) a round.
 */
export function exchangeNeighbours(g: Layered, layer: number, cursor: Cursor, rounds: number): number {
  const { starts, order, place } = g
  const first = starts[layer] ?? 0
  const end = starts[layer + 1] ?? 0
  if (end - first < 2) return 0
  readSides(g, layer, cursor)
  let saved = 0
  for (let round = 0; round < rounds; round++) {
    let inRound = 0
    for (let at = first; at + 1 < end; at++) {
      const left = order[at] ?? 0
      const right = order[at + 1] ?? 0
      const gain = gainOfExchange(left, right)
      if (gain <= 0) continue
      inRound += gain
      order[at] = right
      order[at + 1] = left
      place[right] = at - first
      place[left] = at + 1 - first
    }
    saved += inRound
    if (inRound === 0) break
  }
  return saved
}

/**
 * Moves each item of a layer to the position with the fewest crossings within `reach` positions (Matuszewski, Schönfeld
 * and Molitor, Using sifting for k-layer straightline crossing minimization, 1999). Returns the number of crossings
 * saved. O(width · reach · degree).
 */
export function siftLayer(g: Layered, layer: number, cursor: Cursor, reach: number): number {
  const { starts, order, place } = g
  const first = starts[layer] ?? 0
  const width = (starts[layer + 1] ?? 0) - first
  if (width < 3) return 0
  readSides(g, layer, cursor)
  let saved = 0
  for (const item of order.slice(first, first + width)) {
    const own = place[item] ?? 0
    let best = 0
    let target = own
    let gain = 0
    for (let at = own + 1; at < width && at <= own + reach; at++) {
      gain += gainOfExchange(item, order[first + at] ?? 0)
      if (gain > best) {
        best = gain
        target = at
      }
    }
    gain = 0
    for (let at = own - 1; at >= 0 && at >= own - reach; at--) {
      gain += gainOfExchange(order[first + at] ?? 0, item)
      if (gain > best) {
        best = gain
        target = at
      }
    }
    if (best === 0) continue
    saved += best
    const step = target > own ? 1 : -1
    for (let at = own; at !== target; at += step) {
      const other = order[first + at + step] ?? 0
      order[first + at] = other
      place[other] = at
    }
    order[first + target] = item
    place[item] = target
  }
  return saved
}
