import type { Layered } from './Layered.ts'

/**
 * Orders each layer by the first visit of a depth-first walk from the top or bottom: connected nodes stay together, and
 * a tree has no crossings. Children are visited in the order given. Uses an explicit stack. O(V + E).
 */
export function firstOrder(g: Layered, fromTop: boolean): void {
  const { total, layer, starts, order, place } = g
  const next = starts.slice(0, g.layers)
  const seen = new Uint8Array(total)
  const list = fromTop ? g.down : g.up
  const listStarts = fromTop ? g.downStarts : g.upStarts
  const ends = fromTop ? g.bottom : g.top
  const against = fromTop ? g.upStarts : g.downStarts
  const stack = new Int32Array(total + list.length)
  const put = (item: number) => {
    const own = layer[item] ?? 0
    const at = next[own] ?? 0
    order[at] = item
    place[item] = at - (starts[own] ?? 0)
    next[own] = at + 1
  }
  const walk = (root: number) => {
    let top = 0
    stack[top++] = root
    while (top > 0) {
      const item = stack[--top] ?? 0
      if (seen[item] === 1) continue
      seen[item] = 1
      put(item)
      for (let i = (listStarts[item + 1] ?? 0) - 1; i >= (listStarts[item] ?? 0); i--) {
        const target = ends[list[i] ?? 0] ?? 0
        if (seen[target] === 0) stack[top++] = target
      }
    }
  }
  for (let item = 0; item < total; item++) {
    if (against[item] === against[item + 1] && seen[item] === 0) walk(item)
  }
}
