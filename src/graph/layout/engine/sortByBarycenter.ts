import type { Layered } from './Layered.ts'
import { sortAscending } from './sortAscending.ts'

let keys = new Float64Array(1024)
let items = new Int32Array(1024)

/**
 * Orders one layer by the mean place of each item's neighbours above or below; items without neighbours keep their
 * places (Sugiyama et al., 1981, section III.B). `isFlipped` reverses items with equal means, to escape local minima.
 * O(width log width + segments).
 */
export function sortByBarycenter(g: Layered, layer: number, isDown: boolean, isFlipped: boolean): void {
  const { starts, order, place } = g
  const first = starts[layer] ?? 0
  const width = (starts[layer + 1] ?? 0) - first
  if (width < 2) return
  const listStarts = isDown ? g.upStarts : g.downStarts
  const list = isDown ? g.up : g.down
  const ends = isDown ? g.top : g.bottom
  if (keys.length < width) {
    keys = new Float64Array(width * 2)
    items = new Int32Array(width * 2)
  }
  // Packs mean and current place into one number, so that the sort is stable and needs no comparison function.
  const scale = 2 ** Math.ceil(Math.log2(width + 1))
  let count = 0
  for (let at = 0; at < width; at++) {
    const item = order[first + at] ?? 0
    items[at] = item
    const from = listStarts[item] ?? 0
    const to = listStarts[item + 1] ?? 0
    if (from === to) continue
    let sum = 0
    for (let i = from; i < to; i++) sum += place[ends[list[i] ?? 0] ?? 0] ?? 0
    keys[count++] = Math.round((sum / (to - from)) * 512) * scale + (isFlipped ? scale - 1 - at : at)
  }
  sortAscending(keys, count)
  let next = 0
  for (let at = 0; at < width; at++) {
    let item = items[at] ?? 0
    if (listStarts[item] !== listStarts[item + 1]) {
      const low = (keys[next++] ?? 0) % scale
      item = items[isFlipped ? scale - 1 - low : low] ?? 0
    }
    order[first + at] = item
    place[item] = at
  }
}
