import type { Layered } from './Layered.ts'
import { sortDown, sortUp, type Cursor } from './sortSegments.ts'

/**
 * By how many crossings fewer there are when `left`, which stands before `right`, comes to stand after it; seen by their segments to one side, sorted
 * by place. O(degrees).
 */
function gainOf(
  list: Int32Array,
  listStarts: Int32Array,
  ends: Int32Array,
  { place, weight }: Layered,
  left: number,
  right: number,
): number {
  const leftEnd = listStarts[left + 1] ?? 0
  const rightEnd = listStarts[right + 1] ?? 0
  let less = listStarts[right] ?? 0
  let upTo = less
  // Weight of the right one's segments that end further to the left, and of those that do not end further to the right.
  let before = 0
  let notAfter = 0
  let all = 0
  for (let i = less; i < rightEnd; i++) all += weight[list[i] ?? 0] ?? 0
  if (all === 0) return 0
  let gain = 0
  for (let i = listStarts[left] ?? 0; i < leftEnd; i++) {
    const segment = list[i] ?? 0
    const at = place[ends[segment] ?? 0] ?? 0
    while (less < rightEnd && (place[ends[list[less] ?? 0] ?? 0] ?? 0) < at) before += weight[list[less++] ?? 0] ?? 0
    while (upTo < rightEnd && (place[ends[list[upTo] ?? 0] ?? 0] ?? 0) <= at) notAfter += weight[list[upTo++] ?? 0] ?? 0
    gain += (weight[segment] ?? 0) * (before - (all - notAfter))
  }
  return gain
}

/** Crossings that are saved when `left`, which stands before `right`, comes to stand after it. The lists of both must be sorted. */
export const gainOfExchange = (g: Layered, left: number, right: number): number =>
  gainOf(g.up, g.upStarts, g.top, g, left, right) + gainOf(g.down, g.downStarts, g.bottom, g, left, right)

/**
 * Exchanges neighbours of a layer while that saves crossings (Gansner et al., 1993, section 3, transpose). Returns how many were saved.
 * O(segments) a round.
 */
export function exchangeNeighbours(g: Layered, layer: number, cursor: Cursor, rounds: number): number {
  const { starts, order, place } = g
  const first = starts[layer] ?? 0
  const end = starts[layer + 1] ?? 0
  if (end - first < 2) return 0
  if (layer > 0) sortUp(g, layer, cursor)
  if (layer + 1 < g.layers) sortDown(g, layer, cursor)
  let saved = 0
  for (let round = 0; round < rounds; round++) {
    let inRound = 0
    for (let at = first; at + 1 < end; at++) {
      const left = order[at] ?? 0
      const right = order[at + 1] ?? 0
      const gain = gainOfExchange(g, left, right)
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
  if (layer > 0) sortUp(g, layer, cursor)
  if (layer + 1 < g.layers) sortDown(g, layer, cursor)
  let saved = 0
  for (const item of order.slice(first, first + width)) {
    const own = place[item] ?? 0
    let best = 0
    let target = own
    let gain = 0
    for (let at = own + 1; at < width && at <= own + reach; at++) {
      gain += gainOfExchange(g, item, order[first + at] ?? 0)
      if (gain > best) {
        best = gain
        target = at
      }
    }
    gain = 0
    for (let at = own - 1; at >= 0 && at >= own - reach; at--) {
      gain += gainOfExchange(g, order[first + at] ?? 0, item)
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
