import type { Level } from './Level.ts'

/** Maximum number of layers passed, summed over all edges, for which cuts are searched. */
const STEPS_MAX = 1_000_000
/** Maximum number of edges through one cut; with more, a reader could not follow the line around a corner. */
const EDGES_MAX = 64

/**
 * Finds the layers between which a drawing can be cut so that a single line suffices to continue: all edges lead from
 * the one layer to the next, from each source to each target, without labels or back edges. `cuts[l]` refers to the gap
 * below layer l. O(V + layers that edges pass).
 */
export function cleanCuts(level: Level, back: Uint8Array, layer: Int32Array, layers: number): Uint8Array {
  const cuts = new Uint8Array(Math.max(0, layers - 1))
  const through = new Int32Array(layers)
  const isBad = new Uint8Array(layers)
  let steps = 0
  level.from.forEach((from, edge) => {
    const [a, b] = [layer[from] ?? 0, layer[level.to[edge] ?? 0] ?? 0]
    const [top, bottom] = [Math.min(a, b), Math.max(a, b)]
    steps += bottom - top
    if (steps > STEPS_MAX) return
    const isPlain = back[edge] === 0 && !((level.labelWidth[edge] ?? 0) > 0)
    for (let at = top; at < bottom; at++) {
      through[at] = (through[at] ?? 0) + 1
      if (!isPlain || bottom - top > 1) isBad[at] = 1
    }
  })
  if (steps > STEPS_MAX) return cuts
  const sources = setsByLayer(level.from, level, layer, layers)
  const targets = setsByLayer(level.to, level, layer, layers)
  for (let at = 0; at < cuts.length; at++) {
    const [count = 0, pairs = new Set()] = [through[at], sources.pairs[at]]
    const isWhole = pairs.size === (sources.nodes[at]?.size ?? 0) * (targets.nodes[at]?.size ?? 0)
    if (isBad[at] === 0 && count > 0 && count <= EDGES_MAX && isWhole) cuts[at] = 1
  }
  return cuts
}

/**
 * For each gap between two layers: the distinct ends of the edges that start right above it, and their distinct pairs.
 */
function setsByLayer(ends: Int32Array, { from, to, count }: Level, layer: Int32Array, layers: number) {
  const nodes: Set<number>[] = Array.from({ length: layers }, () => new Set())
  const pairs: Set<number>[] = Array.from({ length: layers }, () => new Set())
  from.forEach((source, edge) => {
    const target = to[edge] ?? 0
    if (source === target) return
    const at = Math.min(layer[source] ?? 0, layer[target] ?? 0)
    nodes[at]?.add(ends[edge] ?? 0)
    pairs[at]?.add(source * count + target)
  })
  return { nodes, pairs }
}
