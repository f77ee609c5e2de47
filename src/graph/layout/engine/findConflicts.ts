import type { Layered } from './Layered.ts'

/**
 * Marks segments that cross a segment between two dummies; they yield, so that long edges stay straight (Brandes and
 * Köpf, Fast and simple horizontal coordinate assignment, 2002, algorithm 1). If two segments between dummies cross,
 * the right one yields. O(V + E).
 */
export function findConflicts(g: Layered): Uint8Array {
  const yields = new Uint8Array(g.top.length)
  const { starts, order, place, up, upStarts, top, real } = g
  for (let layer = 1; layer < g.layers; layer++) {
    const first = starts[layer] ?? 0
    const end = starts[layer + 1] ?? 0
    const above = (starts[layer] ?? 0) - (starts[layer - 1] ?? 0)
    let low = 0
    let next = first
    for (let at = first; at < end; at++) {
      const inner = innerAbove(order[at] ?? 0)
      if (inner === -1 && at !== end - 1) continue
      const innerPlace = inner === -1 ? above : (place[inner] ?? 0)
      // An inner segment that crosses an earlier one yields too, and is no limit for others.
      const high = innerPlace < low ? low : innerPlace
      for (; next <= at; next++) {
        const item = order[next] ?? 0
        for (let i = upStarts[item] ?? 0; i < (upStarts[item + 1] ?? 0); i++) {
          const segment = up[i] ?? 0
          const other = place[top[segment] ?? 0] ?? 0
          if (other < low || other > high) yields[segment] = 1
        }
      }
      low = high
    }
  }
  return yields

  function innerAbove(item: number): number {
    if (item < real) return -1
    const above = top[up[upStarts[item] ?? 0] ?? 0] ?? 0
    return above < real ? -1 : above
  }
}
