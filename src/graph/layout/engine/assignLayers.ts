import { adjacencyOf } from './adjacency.ts'
import { simplexLayers } from './simplexLayers.ts'

/**
 * Assigns layers by longest path from the sources, then moves each node closer to its neighbours to shorten edges. A
 * node with more edges below than above moves down, one with more above moves up, which never increases the total
 * length (Gansner et al., A technique for drawing directed graphs, 1993, section 2, with local moves instead of the
 * simplex). O((V + E) · rounds).
 */
export function assignLayers(
  count: number,
  tops: Int32Array,
  bottoms: Int32Array,
  labelWidth: Float64Array,
): Int32Array {
  const least = new Int32Array(tops.length)
  for (let edge = 0; edge < tops.length; edge++) least[edge] = (labelWidth[edge] ?? 0) > 0 ? 2 : 1
  const below = adjacencyOf(count, tops)
  const layer = new Int32Array(count)
  const waits = new Int32Array(count)
  for (let edge = 0; edge < tops.length; edge++) {
    if (tops[edge] !== bottoms[edge]) waits[bottoms[edge] ?? 0] = (waits[bottoms[edge] ?? 0] ?? 0) + 1
  }
  const sorted = new Int32Array(count)
  let end = 0
  for (let node = 0; node < count; node++) if (waits[node] === 0) sorted[end++] = node
  for (let at = 0; at < end; at++) {
    const node = sorted[at] ?? 0
    for (let i = below.starts[node] ?? 0; i < (below.starts[node + 1] ?? 0); i++) {
      const edge = below.items[i] ?? 0
      const target = bottoms[edge] ?? 0
      if (target === node) continue
      layer[target] = Math.max(layer[target] ?? 0, (layer[node] ?? 0) + (least[edge] ?? 1))
      waits[target] = (waits[target] ?? 0) - 1
      if (waits[target] === 0) sorted[end++] = target
    }
  }
  tighten(layer, sorted, below, adjacencyOf(count, bottoms), tops, bottoms, least)
  if (count * 2 + tops.length < LARGE) simplexLayers(layer, tops, bottoms, least)
  return layer
}

/** Above this size the network simplex would take too long; local moves come close enough. */
const LARGE = 15_000

const ROUNDS = 8

type Lists = ReturnType<typeof adjacencyOf>

function tighten(
  layer: Int32Array,
  sorted: Int32Array,
  below: Lists,
  above: Lists,
  tops: Int32Array,
  bottoms: Int32Array,
  least: Int32Array,
): void {
  for (let round = 0; round < ROUNDS; round++) {
    let moved = false
    for (let at = sorted.length - 1; at >= 0; at--) {
      const node = sorted[at] ?? 0
      let lowest = Number.POSITIVE_INFINITY
      let highest = -1
      let pull = 0
      for (let i = below.starts[node] ?? 0; i < (below.starts[node + 1] ?? 0); i++) {
        const edge = below.items[i] ?? 0
        const target = bottoms[edge] ?? 0
        if (target === node) continue
        pull++
        lowest = Math.min(lowest, (layer[target] ?? 0) - (least[edge] ?? 1))
      }
      for (let i = above.starts[node] ?? 0; i < (above.starts[node + 1] ?? 0); i++) {
        const edge = above.items[i] ?? 0
        const source = tops[edge] ?? 0
        if (source === node) continue
        pull--
        highest = Math.max(highest, (layer[source] ?? 0) + (least[edge] ?? 1))
      }
      const goal = pull > 0 ? lowest : pull < 0 ? highest : (layer[node] ?? 0)
      if (goal !== layer[node] && goal >= 0 && Number.isFinite(goal)) {
        layer[node] = goal
        moved = true
      }
    }
    if (!moved) return
  }
}
