import { adjacencyOf } from './adjacency.ts'
import type { Layered } from './Layered.ts'

/**
 * Splits every edge that passes layers into segments (Sugiyama, Tagawa and Toda, Methods for visual understanding of
 * hierarchical system structures, 1981, section III.A). Edges point downwards; self-loops and edges in `left` are
 * skipped. O(V + dummies); the caller limits the number of dummies.
 */
export function insertDummies(
  count: number,
  tops: Int32Array,
  bottoms: Int32Array,
  nodeLayer: Int32Array,
  weights: Int32Array,
  left: Uint8Array,
): Layered {
  const edges = tops.length
  const firstDummy = new Int32Array(edges).fill(-1)
  let total = count
  let segments = 0
  let layers = count > 0 ? 1 : 0
  for (let node = 0; node < count; node++) layers = Math.max(layers, (nodeLayer[node] ?? 0) + 1)
  for (let edge = 0; edge < edges; edge++) {
    const span = (nodeLayer[bottoms[edge] ?? 0] ?? 0) - (nodeLayer[tops[edge] ?? 0] ?? 0)
    if (span <= 0 || left[edge] === 1) continue
    if (span > 1) firstDummy[edge] = total
    total += span - 1
    segments += span
  }
  const layer = new Int32Array(total)
  layer.set(nodeLayer)
  const top = new Int32Array(segments)
  const bottom = new Int32Array(segments)
  const edgeOf = new Int32Array(segments)
  const weight = new Int32Array(segments)
  let segment = 0
  for (let edge = 0; edge < edges; edge++) {
    const first = nodeLayer[tops[edge] ?? 0] ?? 0
    const span = (nodeLayer[bottoms[edge] ?? 0] ?? 0) - first
    if (span <= 0 || left[edge] === 1) continue
    let upper = tops[edge] ?? 0
    for (let step = 1; step < span; step++) {
      const dummy = (firstDummy[edge] ?? 0) + step - 1
      layer[dummy] = first + step
      top[segment] = upper
      edgeOf[segment] = edge
      weight[segment] = weights[edge] ?? 1
      bottom[segment++] = dummy
      upper = dummy
    }
    top[segment] = upper
    edgeOf[segment] = edge
    weight[segment] = weights[edge] ?? 1
    bottom[segment++] = bottoms[edge] ?? 0
  }
  const above = adjacencyOf(total, bottom)
  const below = adjacencyOf(total, top)
  const inLayers = adjacencyOf(layers, layer)
  const place = new Int32Array(total)
  for (let one = 0; one < layers; one++) {
    const start = inLayers.starts[one] ?? 0
    for (let at = start; at < (inLayers.starts[one + 1] ?? 0); at++) place[inLayers.items[at] ?? 0] = at - start
  }
  return {
    real: count,
    total,
    layers,
    layer,
    starts: inLayers.starts,
    order: inLayers.items,
    place,
    top,
    bottom,
    weight,
    upStarts: above.starts,
    up: above.items,
    downStarts: below.starts,
    down: below.items,
    firstDummy,
    edgeOf,
  }
}
