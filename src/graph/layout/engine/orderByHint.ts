import type { Layered } from './Layered.ts'

/**
 * Orders the layers as in an earlier picture: existing nodes by their position across, new items (including dummies) by
 * the mean of their neighbours above, then below. O(V log V + E).
 *
 * @param hint earlier position of each node, NaN for new nodes
 */
export function orderByHint(g: Layered, hint: Float64Array): void {
  const at = new Float64Array(g.total).fill(Number.NaN)
  at.set(hint.subarray(0, g.real))
  const meanOf = (item: number, list: Int32Array, starts: Int32Array, ends: Int32Array) => {
    let sum = 0
    let count = 0
    for (let i = starts[item] ?? 0; i < (starts[item + 1] ?? 0); i++) {
      const place = at[ends[list[i] ?? 0] ?? 0] ?? Number.NaN
      if (Number.isNaN(place)) continue
      sum += place
      count++
    }
    return count === 0 ? Number.NaN : sum / count
  }
  for (let step = 0; step < g.order.length; step++) {
    const item = g.order[step] ?? 0
    if (Number.isNaN(at[item] ?? 0)) at[item] = meanOf(item, g.up, g.upStarts, g.top)
  }
  for (let step = g.order.length - 1; step >= 0; step--) {
    const item = g.order[step] ?? 0
    if (Number.isNaN(at[item] ?? 0)) at[item] = meanOf(item, g.down, g.downStarts, g.bottom)
  }
  for (let layer = 0; layer < g.layers; layer++) {
    const start = g.starts[layer] ?? 0
    const items = Array.from(g.order.subarray(start, g.starts[layer + 1] ?? 0))
    // Items without any link to earlier nodes come last.
    const key = (item: number) => (Number.isNaN(at[item] ?? 0) ? Number.MAX_VALUE : (at[item] ?? 0))
    items.sort((a, b) => key(a) - key(b) || a - b)
    items.forEach((item, place) => {
      g.order[start + place] = item
      g.place[item] = place
    })
  }
}
