import { findBackEdges } from './findBackEdges.ts'
import { longestPathLayers } from './longestPathLayers.ts'
import { NODE_SIZE, SPACING, type Direction, type GraphLayout, type Point, type Topology } from './GraphLayout.ts'

/** Nodes that stand beside each other in a layer before it wraps: a single row of thousands is correct and useless. */
const LAYER_WRAP = 24

/**
 * Layers by longest path, each in the order given: no crossings are mended, but every edge points forward, no two nodes
 * overlap, and any graph is done in O(V + E). What a reader gets when the full layout would take too long.
 */
export function layoutPlainly(topology: Topology, direction: Direction): GraphLayout {
  const backEdges = findBackEdges(topology)
  const layers: number[][] = []
  longestPathLayers(topology, new Set(backEdges)).forEach((layer, node) => (layers[layer] ??= []).push(node))
  const positions: Point[] = topology.ids.map(() => ({ x: 0, y: 0 }))
  const along = direction === 'right' ? NODE_SIZE.width : NODE_SIZE.height
  const across = direction === 'right' ? NODE_SIZE.height : NODE_SIZE.width
  let depth = 0
  for (const layer of layers) {
    for (let start = 0; start < layer.length; start += LAYER_WRAP) {
      const block = layer.slice(start, start + LAYER_WRAP)
      const width = block.length * (across + SPACING.neighbour) - SPACING.neighbour
      block.forEach((node, place) => {
        const offset = place * (across + SPACING.neighbour) - width / 2
        positions[node] = direction === 'right' ? { x: depth, y: offset } : { x: offset, y: depth }
      })
      const last = start + LAYER_WRAP >= layer.length
      depth += along + (last ? SPACING.layer[direction] : SPACING.neighbour)
    }
  }
  const bends = topology.edges.map(() => [])
  const labels = topology.edges.map(() => undefined)
  return { direction, positions, bends, labels, backEdges, quality: 'plain' }
}
