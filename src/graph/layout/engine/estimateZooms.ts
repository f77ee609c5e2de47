import { assignLayers } from './assignLayers.ts'
import type { Shrunk } from './blocksAsItems.ts'
import { breakCycles } from './breakCycles.ts'
import { foldLines, sizeOfLines } from './foldLines.ts'
import type { Gaps } from './Level.ts'
import type { Box } from './packRows.ts'
import { CHANNEL, lineEnds } from './snake.ts'
import { zoomAtFit } from './zoomAtFit.ts'

/** The zoom at which the whole fits, in one line and as a snake. */
export type Zooms = { readonly layered: number; readonly snaked: number }

/**
 * Estimates the zoom of a level for given block sizes, from the sums and maxima of its layers. O(V + E) once, O(V +
 * layers · lines) per estimate.
 */
export function zoomEstimator({ level, sized }: Shrunk, gaps: Gaps, canvas: Box): (blocks: readonly Box[]) => Zooms {
  const { count, from, to } = level
  const back = breakCycles(count, from, to)
  const tops = from.map((node, edge) => (back[edge] === 1 ? (to[edge] ?? 0) : node))
  const bottoms = to.map((node, edge) => (back[edge] === 1 ? (from[edge] ?? 0) : node))
  const layer = assignLayers(count, tops, bottoms, level.labelWidth)
  const layers = layer.reduce((most, one) => Math.max(most, one + 1), 1)
  return (blocks) => {
    const { width, height } = sized(blocks)
    const across = new Float64Array(layers).fill(-gaps.neighbour)
    const along = new Float64Array(layers)
    layer.forEach((own, item) => {
      across[own] = (across[own] ?? 0) + (width[item] ?? 0) + gaps.neighbour
      along[own] = Math.max(along[own] ?? 0, height[item] ?? 0)
    })
    const stretches = Array.from(along, (one, own) => ({ along: one + gaps.layer, across: across[own] ?? 0 }))
    const sizeOf = (lines: readonly number[]) => sizeOfLines(stretches, lines, CHANNEL, lineEnds(gaps))
    return {
      layered: zoomAtFit(sizeOf([0]), canvas),
      snaked: zoomAtFit(sizeOf(foldLines(stretches, CHANNEL, lineEnds(gaps), canvas)), canvas),
    }
  }
}
