/**
 * A level in layers. Dummies split every edge into segments between neighbouring layers and reserve its place in the
 * layers it passes. Items are the nodes (0 to `real`), then the dummies, those of one edge in sequence.
 */
export type Layered = {
  readonly real: number
  readonly total: number
  readonly layers: number
  /** The layer of each item. */
  readonly layer: Int32Array
  /** `order[starts[l] … starts[l + 1])` are the items of layer l from left to right. */
  readonly starts: Int32Array
  readonly order: Int32Array
  /** The place of each item within its layer. */
  readonly place: Int32Array
  /** Upper and lower end of each segment. */
  readonly top: Int32Array
  readonly bottom: Int32Array
  /** How many bundled edges each segment stands for. */
  readonly weight: Int32Array
  /** The edge that each segment belongs to. */
  readonly edgeOf: Int32Array
  /** Segments above and below each item: `up[upStarts[i] … upStarts[i + 1])`, the same for `down`. */
  readonly upStarts: Int32Array
  readonly up: Int32Array
  readonly downStarts: Int32Array
  readonly down: Int32Array
  /** First dummy of each edge, -1 for none; the edge has one dummy for each layer it passes. */
  readonly firstDummy: Int32Array
}

/** A copy of the left-to-right order of every layer, to restore later. */
export const orderOf = ({ order }: Layered): Int32Array => order.slice()

/** Restores an order saved by `orderOf`. O(items). */
export function setOrder({ order, place, starts, layers }: Layered, given: Int32Array): void {
  order.set(given)
  for (let layer = 0; layer < layers; layer++) {
    const first = starts[layer] ?? 0
    const end = starts[layer + 1] ?? 0
    for (let at = first; at < end; at++) place[order[at] ?? 0] = at - first
  }
}
