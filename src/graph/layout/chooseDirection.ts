import { findBackEdges } from './findBackEdges.ts'
import { NODE_SIZE, SPACING, type Direction, type Topology } from './GraphLayout.ts'
import { longestPathLayers } from './longestPathLayers.ts'

/** Width ÷ height of the place that a graph usually has. */
const ASPECT = 1.5

/**
 * The direction in which the graph, fitted into its place, is drawn larger: a long chain reads better downwards, a short
 * or wide one to the right. Estimated from the layers of the longest paths, O(V + E); to the right where both are equal.
 */
export function chooseDirection(topology: Topology): Direction {
  const tied = new Set(topology.edges.flatMap(([from, to]) => [from, to]))
  const counts: number[] = []
  longestPathLayers(topology, new Set(findBackEdges(topology))).forEach((layer, node) => {
    if (tied.has(node)) counts[layer] = (counts[layer] ?? 0) + 1
  })
  const widest = counts.reduce((most, count) => Math.max(most, count), 1)
  const extent = (count: number, size: number, gap: number) => count * size + (count - 1) * gap
  const right = {
    width: extent(counts.length, NODE_SIZE.width, SPACING.layer.right),
    height: extent(widest, NODE_SIZE.height, SPACING.neighbour),
  }
  const down = {
    width: extent(widest, NODE_SIZE.width, SPACING.neighbour),
    height: extent(counts.length, NODE_SIZE.height, SPACING.layer.down),
  }
  const scale = ({ width, height }: typeof right) => Math.min(ASPECT / width, 1 / height)
  return scale(down) > scale(right) && right.width > FITS_ANYWAY ? 'down' : 'right'
}

/** Pixels of width that most screens show at full size; below it the usual reading direction wins. */
const FITS_ANYWAY = 1000
