import type { Layered } from './Layered.ts'

/** One past the last filled position in each item's list. Reused between calls to avoid allocation in inner loops. */
export type Cursor = Int32Array

/** Sorts the segments above each item of `layer` by the places of their upper ends. O(segments), by bucket. */
export function sortUp(g: Layered, layer: number, cursor: Cursor): void {
  const { starts, order, up, upStarts, down, downStarts, bottom } = g
  for (let at = starts[layer] ?? 0; at < (starts[layer + 1] ?? 0); at++) {
    const item = order[at] ?? 0
    cursor[item] = upStarts[item] ?? 0
  }
  for (let at = starts[layer - 1] ?? 0; at < (starts[layer] ?? 0); at++) {
    const item = order[at] ?? 0
    const end = downStarts[item + 1] ?? 0
    for (let i = downStarts[item] ?? 0; i < end; i++) {
      const segment = down[i] ?? 0
      const target = bottom[segment] ?? 0
      const free = cursor[target] ?? 0
      up[free] = segment
      cursor[target] = free + 1
    }
  }
}

/** Sorts the segments below each item of `layer` by the places of their lower ends. O(segments). */
export function sortDown(g: Layered, layer: number, cursor: Cursor): void {
  const { starts, order, up, upStarts, down, downStarts, top } = g
  for (let at = starts[layer] ?? 0; at < (starts[layer + 1] ?? 0); at++) {
    const item = order[at] ?? 0
    cursor[item] = downStarts[item] ?? 0
  }
  for (let at = starts[layer + 1] ?? 0; at < (starts[layer + 2] ?? 0); at++) {
    const item = order[at] ?? 0
    const end = upStarts[item + 1] ?? 0
    for (let i = upStarts[item] ?? 0; i < end; i++) {
      const segment = up[i] ?? 0
      const source = top[segment] ?? 0
      const free = cursor[source] ?? 0
      down[free] = segment
      cursor[source] = free + 1
    }
  }
}
