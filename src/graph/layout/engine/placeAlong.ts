import type { Layered } from './Layered.ts'

/** Start and end of each layer along the direction of the graph. */
export type Bands = { readonly top: Float64Array; readonly bottom: Float64Array }

/** Stacks the layers, each as high as its highest card, with half the gap next to layers without cards. O(V). */
export function placeAlong(
  g: Layered,
  cards: number,
  height: Float64Array,
  labelled: Uint8Array,
  labelHeight: number,
  gap: number,
): Bands {
  const top = new Float64Array(g.layers)
  const bottom = new Float64Array(g.layers)
  let reach = 0
  let hadCards = true
  for (let layer = 0; layer < g.layers; layer++) {
    let most = 0
    let hasCards = false
    for (let at = g.starts[layer] ?? 0; at < (g.starts[layer + 1] ?? 0); at++) {
      const item = g.order[at] ?? 0
      if (item < cards) {
        hasCards = true
        most = Math.max(most, height[item] ?? 0)
      } else if (item >= g.real && labelled[item - g.real] === 1) most = Math.max(most, labelHeight)
    }
    if (layer > 0) reach += hasCards && hadCards ? gap : gap / 2
    top[layer] = reach
    reach += most
    bottom[layer] = reach
    hadCards = hasCards
  }
  return { top, bottom }
}
