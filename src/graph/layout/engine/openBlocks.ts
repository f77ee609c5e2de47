import { lineAt } from './betweenDoors.ts'
import type { Grid, Sides } from './blockGrid.ts'
import type { Shrunk } from './blocksAsItems.ts'
import type { Tile } from './blockTiles.ts'
import type { Block } from './findBlocks.ts'
import type { Level, Placed } from './Level.ts'

/** A block with its items laid out. */
export type Tiled = { readonly block: Block; readonly tiles: readonly Tile[]; readonly sides: Sides }

/** Position of an item of a block. */
type Spot = {
  readonly tile: Tile
  readonly grid: Grid
  readonly row: number
  readonly left: number
  readonly top: number
  readonly blockLeft: number
  readonly blockTop: number
  readonly nodes: readonly number[]
}

/** How far, in pixels, a line may miss the border of its block. */
const SLACK = 0.6

/**
 * Replaces the block items of a drawing by their content. Undefined if a line does not reach its block from above or
 * leave it below, as with lines around the whole. O(V + points).
 */
export function openBlocks(
  level: Level,
  shrunk: Shrunk,
  blocks: readonly Tiled[],
  grids: readonly Grid[],
  placed: Placed,
): Placed | undefined {
  const x = Float64Array.from(shrunk.itemOf, (item) => placed.x[item] ?? 0)
  const y = Float64Array.from(shrunk.itemOf, (item) => placed.y[item] ?? 0)
  const edges = level.from.length
  const lines: (readonly number[])[] = Array.from({ length: edges }, () => [])
  const back = new Uint8Array(edges)
  const labels = new Float64Array(edges * 2).fill(Number.NaN)
  for (let edge = 0; edge < edges; edge++) {
    const own = shrunk.edgeOf[edge] ?? -1
    if (own < 0) continue
    lines[edge] = lineAt(placed, own, 0, 0)
    back[edge] = placed.back[own] ?? 0
    labels[2 * edge] = placed.labels[2 * own] ?? Number.NaN
    labels[2 * edge + 1] = placed.labels[2 * own + 1] ?? Number.NaN
  }
  for (const [at, { block, tiles }] of blocks.entries()) {
    const [item = 0, grid] = [shrunk.blockItems[at], grids[at]]
    if (!grid) continue
    const [blockLeft, blockTop] = [placed.x[item] ?? 0, placed.y[item] ?? 0]
    for (const [own, { nodes, inner, incoming, outgoing }] of block.items.entries()) {
      const tile = tiles[own]
      if (!tile) continue
      const [left, top] = [blockLeft + (grid.x[own] ?? 0), blockTop + (grid.y[own] ?? 0)]
      const spot: Spot = { tile, grid, row: grid.row[own] ?? 0, left, top, blockLeft, blockTop, nodes }
      nodes.forEach((node, local) => {
        x[node] = left + (tile.x[local] ?? 0)
        y[node] = top + (tile.y[local] ?? 0)
      })
      inner.forEach((edge, local) => {
        lines[edge] = moved(tile.inner[local] ?? [], left, top)
        back[edge] = tile.back[local] ?? 0
        labels[2 * edge] = left + (tile.labels[2 * local] ?? Number.NaN)
        labels[2 * edge + 1] = top + (tile.labels[2 * local + 1] ?? Number.NaN)
      })
      for (const [ties, isIn] of [
        [incoming, true],
        [outgoing, false],
      ] as const) {
        for (const edge of ties) {
          const trunk = lines[edge] ?? []
          const way = isIn ? wayIn(spot, level.to[edge] ?? 0, trunk) : wayOut(spot, level.from[edge] ?? 0, trunk)
          if (!way) return undefined
          lines[edge] = withoutBends(way.line)
          labels.set(way.label, 2 * edge)
        }
      }
    }
  }
  const starts = new Int32Array(edges + 1)
  lines.forEach((line, edge) => {
    starts[edge + 1] = (starts[edge] ?? 0) + line.length / 2
  })
  const points = new Float64Array(2 * (starts[edges] ?? 0))
  lines.forEach((line, edge) => points.set(line, 2 * (starts[edge] ?? 0)))
  // Back edges may extend above the first layer and below the last.
  let [low, high] = [0, placed.height]
  for (let at = 1; at < points.length; at += 2) {
    low = Math.min(low, points[at] ?? 0)
    high = Math.max(high, points[at] ?? 0)
  }
  const lowered = (pairs: Float64Array) => pairs.map((value, at) => (at % 2 === 1 ? value - low : value))
  return {
    x,
    y: y.map((value) => value - low),
    points: lowered(points),
    starts,
    back,
    labels: lowered(labels),
    width: placed.width,
    height: high - low,
  }
}

type Found = { readonly line: readonly number[]; readonly label: readonly [number, number] } | undefined

/**
 * From the end of the trunk above the block to a node. The label is right above its item, because further up all lines
 * share one route.
 */
function wayIn(
  { tile, grid, row, left, top, blockLeft, blockTop, nodes }: Spot,
  node: number,
  trunk: readonly number[],
): Found {
  const [x = Number.NaN, y = Number.NaN] = trunk.slice(-2)
  if (!(Math.abs(y - blockTop) < SLACK)) return undefined
  const way = moved(tile.into.get(nodes.indexOf(node)) ?? [], left, top)
  const [into = 0, end = 0] = way
  const bus = (of: number) => blockTop + (grid.inBus[of] ?? 0)
  const down = row > 0 ? [blockLeft, bus(0), blockLeft, bus(row)] : []
  return { line: [...trunk, x, bus(0), ...down, into, bus(row), ...way], label: [into, (bus(row) + end) / 2] }
}

/** From a node to the start of the trunk below the block. */
function wayOut(
  { tile, grid, row, left, top, blockLeft, blockTop, nodes }: Spot,
  node: number,
  trunk: readonly number[],
): Found {
  const [x = Number.NaN, y = Number.NaN] = trunk
  if (!(Math.abs(y - blockTop - grid.height) < SLACK)) return undefined
  const way = moved(tile.out.get(nodes.indexOf(node)) ?? [], left, top)
  const [out = 0, begin = 0] = way.slice(-2)
  const bus = (of: number) => blockTop + (grid.outBus[of] ?? 0)
  const [last, side] = [grid.outBus.length - 1, blockLeft + grid.width]
  const down = row < last ? [side, bus(row), side, bus(last)] : []
  return { line: [...way, out, bus(row), ...down, x, bus(last), ...trunk], label: [out, (bus(row) + begin) / 2] }
}

const moved = (way: readonly number[], left: number, top: number): readonly number[] =>
  way.map((value, at) => value + (at % 2 === 0 ? left : top))

/** Drops duplicate points and the middle of three collinear points. */
function withoutBends(line: readonly number[]): readonly number[] {
  const kept: number[] = []
  for (let at = 0; at < line.length; at += 2) {
    const [x = 0, y = 0] = [line[at], line[at + 1]]
    const [ax, ay, bx, by] = kept.slice(-4)
    const isSame = kept.length >= 2 && kept.at(-2) === x && kept.at(-1) === y
    if (isSame) continue
    const isStraight = kept.length >= 4 && ((ax === bx && bx === x) || (ay === by && by === y))
    if (isStraight) kept.length -= 2
    kept.push(x, y)
  }
  return kept
}
