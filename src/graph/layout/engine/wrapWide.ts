import { blocksAsItems, type Shrunk } from './blocksAsItems.ts'
import { formerCells, gridOf, gridWithin, type Grid, type Stood } from './blockGrid.ts'
import { tilesOf } from './blockTiles.ts'
import { zoomEstimator } from './estimateZooms.ts'
import { findBlocks } from './findBlocks.ts'
import { layoutLevel } from './layoutLevel.ts'
import type { Gaps, Level, Placed } from './Level.ts'
import { openBlocks, type Tiled } from './openBlocks.ts'
import type { Box } from './packRows.ts'
import { snake } from './snake.ts'
import { zoomAtFit } from './zoomAtFit.ts'

/** How much larger the whole must appear to justify rows that look like layers but are not. */
const WORTH = 1.15

/** How much larger it must appear to justify moving everything. */
const MOVES = 1.25

/** Above this size (nodes and edges, counting a block as one node) rows do not make the whole readable. */
const SIZE_MAX = 3000

/** How many block widths to try. */
const TRIES = 32

/**
 * Arranges the widest layers of a wide drawing as blocks of several rows, so that the whole appears larger; undefined
 * if that gains little or there are no possible blocks. Nodes between the same neighbours (`findBlocks`) become one
 * item of the level, as large as their rows, with one line from each source and to each target. Inside the block these
 * lines continue to the nodes in lanes without cards. O(V + E) beyond the layouts, of which there are at most four.
 *
 * @param plain the layout without rows: edges marked there stay marked
 * @param former earlier positions of the nodes, so that a block grows at its end
 */
export function wrapWide(
  level: Level,
  gaps: Gaps,
  canvas: Box,
  plain: Placed,
  former: Stood | undefined,
): Placed | undefined {
  const least = zoomAtFit(plain, canvas)
  const found = least < 1 ? findBlocks(level) : []
  if (found.length === 0) return undefined
  const shrunk = blocksAsItems(level, found)
  if (shrunk.level.count + shrunk.level.from.length > SIZE_MAX) return undefined
  const blocks = found.map((block): Tiled => ({
    block,
    tiles: tilesOf(level, block.items, gaps),
    sides: { hasIn: block.sources.length > 0, hasOut: block.targets.length > 0 },
  }))
  const [hint, along] = former ? [shrunk.hintOf(former.across), shrunk.hintOf(former.along)] : []
  const before = former && asBefore(blocks, gaps, former)
  // Existing rows are kept while they are no worse.
  let zoom = before?.some(({ inBus }) => inBus.length > 1) ? least : least * WORTH
  let best: Placed | undefined
  for (const grids of likeliest(blocks, shrunk, gaps, canvas, before)) {
    const sized = shrunk.sized(grids)
    const placed = layoutLevel(sized, gaps, canvas, hint)
    for (const drawing of [placed, snake(sized, gaps, canvas, placed, along)]) {
      if (!drawing || zoomAtFit(drawing, canvas) <= zoom) continue
      const opened = openBlocks(level, shrunk, blocks, grids, drawing)
      if (!opened?.back.every((mark, edge) => mark === plain.back[edge])) continue
      best = opened
      zoom = zoomAtFit(drawing, canvas)
    }
  }
  return best
}

/** Candidate grids for all blocks: as before, or as estimated to give the largest zoom, in layers and as a snake. */
function likeliest(
  blocks: readonly Tiled[],
  shrunk: Shrunk,
  gaps: Gaps,
  canvas: Box,
  before: readonly Grid[] | undefined,
): readonly (readonly Grid[])[] {
  const within = (limit: number) => blocks.map(({ tiles, sides }) => gridWithin(tiles, limit, gaps.neighbour, sides))
  const wide = (grids: readonly Grid[]) => grids.reduce((most, { width }) => Math.max(most, width), 1)
  const [narrow, broad] = [wide(within(0)), wide(within(Number.POSITIVE_INFINITY))]
  const zoomsOf = zoomEstimator(shrunk, gaps, canvas)
  let [layered, snaked]: ({ readonly grids: readonly Grid[]; readonly zoom: number } | undefined)[] = []
  let columns = ''
  for (let step = 0; step <= TRIES; step++) {
    const grids = within(narrow * (broad / narrow) ** (step / TRIES))
    const now = grids.map((grid) => grid.columns).join()
    if (now === columns) continue
    columns = now
    const zooms = zoomsOf(grids)
    if (!layered || zooms.layered > layered.zoom) layered = { grids, zoom: zooms.layered }
    if (!snaked || zooms.snaked > snaked.zoom) snaked = { grids, zoom: zooms.snaked }
  }
  const most = Math.max(layered?.zoom ?? 0, snaked?.zoom ?? 0)
  if (before) {
    const zooms = zoomsOf(before)
    if (most <= MOVES * Math.max(zooms.layered, zooms.snaked)) return [before]
  }
  const tried = [layered, snaked].flatMap((one) => (one ? [one.grids] : []))
  return layered?.grids === snaked?.grids ? tried.slice(0, 1) : tried
}

/** Blocks with their earlier cells, and new blocks in one row; undefined if all are new. */
function asBefore(blocks: readonly Tiled[], gaps: Gaps, { across, along }: Stood): readonly Grid[] | undefined {
  let isNew = true
  const grids = blocks.map(({ block, tiles, sides }) => {
    const stood = (values: Float64Array, corner: 'x' | 'y') =>
      Float64Array.from(
        block.items,
        ({ nodes }, item) => (values[nodes[0] ?? 0] ?? Number.NaN) - (tiles[item]?.[corner][0] ?? 0),
      )
    const cells = formerCells(tiles, { across: stood(across, 'x'), along: stood(along, 'y') })
    if (!cells) return gridWithin(tiles, Number.POSITIVE_INFINITY, gaps.neighbour, sides)
    isNew = false
    return gridOf(tiles, cells.cell, cells.columns, gaps.neighbour, sides)
  })
  return isNew ? undefined : grids
}
