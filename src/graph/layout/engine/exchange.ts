import type { Layered } from './Layered.ts'
import { sortDown, sortUp, type Cursor } from './sortSegments.ts'

/**
 * One side of a layer, written out in a row: where the segments of each item end, sorted, and their weights, in the places that they have in the list of all; and the weight of all
 * segments of each item. What is at the other ends stays while a layer is ordered. Kept between calls, for nothing is made anew in the inner loops.
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

/** Writes out both sides of a layer. O(segments of the layer). */
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

/** By how many crossings fewer there are on one side when `left`, which stands before `right`, comes to stand after it. O(degrees). */
function gainOf({ at, heft, all, starts }: Side, left: number, right: number): number {
  const rightAll = all[right] ?? 0
  const leftAll = all[left] ?? 0
  if (rightAll === 0 || leftAll === 0) return 0
  const leftStart = starts[left] ?? 0
  const leftEnd = starts[left + 1] ?? 0
  let less = starts[right] ?? 0
  const rightEnd = starts[right + 1] ?? 0
  // Those that have nothing between them cross in one of the two orders only.
  if ((at[leftEnd - 1] ?? 0) < (at[less] ?? 0)) return -leftAll * rightAll
  if ((at[leftStart] ?? 0) > (at[rightEnd - 1] ?? 0)) return leftAll * rightAll
  let upTo = less
  // Weight of the right one's segments that end further to the left, and of those that do not end further to the right.
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

/** Crossings that are saved when `left`, which stands before `right`, comes to stand after it. The sides of their layer must be written out. */
const gainOfExchange = (left: number, right: number): number => gainOf(above, left, right) + gainOf(below, left, right)

/**
 * Exchanges neighbours of a layer while that saves crossings (Gansner et al., 1993, section 3, transpose). Returns how many were saved.
 * O(segments) a round.
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
 * Moves each item of a layer to the place where it crosses least, within `reach` places (Matuszewski, Schönfeld and Molitor, Using sifting
 * for k-layer straightline crossing minimization, 1999). Returns how many crossings were saved. O(width · reach · degree).
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
