import type { Box } from './packRows.ts'
import { zoomAtFit } from './zoomAtFit.ts'

/**
 * A stretch of the graph that stays in one piece: its length including the gap to the next one, and its width across.
 */
export type Stretch = { readonly along: number; readonly across: number }

/** Maximum number of lines to try. */
const LINES_MAX = 120

/**
 * Breaks stretches into lines, side by side, so that the whole appears as large as possible in the canvas. For each
 * number of lines, binary search finds the shortest sufficient line length. Returns the first stretch of each line.
 * O(stretches · lines).
 */
export function foldLines(
  stretches: readonly Stretch[],
  channel: number,
  ends: number,
  canvas: Box,
): readonly number[] {
  const total = stretches.reduce((sum, { along }) => sum + along, 0)
  const longest = stretches.reduce((most, { along }) => Math.max(most, along), 0)
  let best: readonly number[] = [0]
  let bestZoom = 0
  for (let count = 1; count <= Math.min(LINES_MAX, stretches.length); count++) {
    let [low, high] = [Math.max(longest, total / count), total]
    for (let step = 0; step < 12 && high - low > 1; step++) {
      const middle = (low + high) / 2
      if (filled(stretches, middle).length <= count) high = middle
      else low = middle
    }
    const lines = filled(stretches, high)
    const size = sizeOfLines(stretches, lines, channel, ends)
    const zoom = zoomAtFit(size, canvas)
    // Fewer lines read better unless more make a real difference.
    if (zoom > bestZoom * 1.02) {
      bestZoom = zoom
      best = lines
    }
  }
  return best
}

/** Fills lines of at most this length, in order. */
function filled(stretches: readonly Stretch[], most: number): readonly number[] {
  const lines = [0]
  let reach = 0
  stretches.forEach(({ along }, at) => {
    if (at > 0 && reach + along > most + 1e-6) {
      lines.push(at)
      reach = 0
    }
    reach += along
  })
  return lines
}

/** The size of the whole for these lines, each given by its first stretch. */
export function sizeOfLines(
  stretches: readonly Stretch[],
  lines: readonly number[],
  channel: number,
  ends: number,
): Box {
  let [width, height] = [0, 0]
  lines.forEach((first, line) => {
    const own = stretches.slice(first, lines[line + 1])
    width += own.reduce((most, { across }) => Math.max(most, across), 0) + (line > 0 ? channel : 0)
    height = Math.max(height, own.reduce((sum, { along }) => sum + along, 0) + (lines.length > 1 ? ends : 0))
  })
  return { width, height }
}
