/**
 * A level in layers, every edge cut into segments between neighbouring layers by dummies, which hold its place where it
 * passes. Items are the nodes (0 to `real`), then the dummies, those of one edge in a row.
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
  /** Upper and lower item of each segment. */
  readonly top: Int32Array
  readonly bottom: Int32Array
  /** How many edges each segment stands for, where they go together. */
  readonly weight: Int32Array
  /** The edge that each segment is of. */
  readonly edgeOf: Int32Array
  /** Segments above and below each item: `up[upStarts[i] … upStarts[i + 1])`, the same for `down`. */
  readonly upStarts: Int32Array
  readonly up: Int32Array
  readonly downStarts: Int32Array
  readonly down: Int32Array
  /** First dummy of each edge, -1 for none; there are as many as the layers that the edge passes. */
  readonly firstDummy: Int32Array
}

/** The left to right order of every layer, to be kept and brought back. */
export const orderOf = ({ order }: Layered): Int32Array => order.slice()

/** Sets an order that `orderOf` gave. O(items). */
export function setOrder({ order, place, starts, layers }: Layered, given: Int32Array): void {
  order.set(given)
  for (let layer = 0; layer < layers; layer++) {
    const first = starts[layer] ?? 0
    const end = starts[layer + 1] ?? 0
    for (let at = first; at < end; at++) place[order[at] ?? 0] = at - first
  }
}
