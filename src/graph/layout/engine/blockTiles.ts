import { endsOf, layoutBetweenDoors, lineAt } from './betweenDoors.ts'
import type { BlockItem } from './findBlocks.ts'
import type { Gaps, Level } from './Level.ts'

/** Alternating x and y. */
type Way = readonly number[]

/**
 * The layout of one item of a block. Nodes and edges are indexed by their order in the item, so that items of one shape
 * share a tile.
 */
export type Tile = {
  readonly width: number
  readonly height: number
  /** Upper left corners of the nodes. */
  readonly x: Float64Array
  readonly y: Float64Array
  /** Edges within the item. */
  readonly inner: readonly Way[]
  readonly back: Uint8Array
  readonly labels: Float64Array
  /**
   * By node: the line from the top of the item to a node that an edge enters, and from a node that an edge leaves to
   * the bottom.
   */
  readonly into: ReadonlyMap<number, Way>
  readonly out: ReadonlyMap<number, Way>
}

/** Lays out each item of a block separately; items of one shape are laid out once. O(V + E) beyond the layouts. */
export function tilesOf(level: Level, items: readonly BlockItem[], gaps: Gaps): readonly Tile[] {
  const known = new Map<string, Tile>()
  return items.map((item) => {
    const shape = shapeOf(level, item)
    const tile = known.get(shape) ?? (isCard(item) ? cardTile(level, item) : branchTile(level, item, gaps))
    known.set(shape, tile)
    return tile
  })
}

const isCard = ({ nodes, inner }: BlockItem) => nodes.length === 1 && inner.length === 0

const endsOfItem = ({ from, to, fromPort, toPort }: Level, { incoming, outgoing }: BlockItem) => ({
  into: endsOf(incoming, to, toPort),
  out: endsOf(outgoing, from, fromPort),
})

function shapeOf(level: Level, { nodes, inner, incoming, outgoing }: BlockItem): string {
  const own = new Map(nodes.map((node, at) => [node, at]))
  const at = (node: number | undefined) => own.get(node ?? -1)
  const ends = endsOfItem(level, { nodes, inner, incoming, outgoing })
  return [
    nodes.map((node) => `${level.width[node]}×${level.height[node]}`),
    inner.map((edge) => `${at(level.from[edge])}>${at(level.to[edge])}×${level.labelWidth[edge]}`),
    ends.into.map(({ node, port }) => `${at(node)}-${port}`),
    ends.out.map(({ node, port }) => `${at(node)}-${port}`),
  ].join('|')
}

function cardTile(level: Level, item: BlockItem): Tile {
  const [node = 0] = item.nodes
  const [wide, high] = [level.width[node] ?? 0, level.height[node] ?? 0]
  const ends = endsOfItem(level, item)
  const middle = (port: number) => (Number.isNaN(port) ? wide / 2 : port)
  return {
    width: wide,
    height: high,
    x: new Float64Array(1),
    y: new Float64Array(1),
    inner: [],
    back: new Uint8Array(0),
    labels: new Float64Array(0),
    into: new Map(ends.into.map(({ port }) => [0, [middle(port), 0]])),
    out: new Map(ends.out.map(({ port }) => [0, [middle(port), high]])),
  }
}

function branchTile(level: Level, item: BlockItem, gaps: Gaps): Tile {
  const { nodes, inner } = item
  const ends = endsOfItem(level, item)
  const { placed, doors } = layoutBetweenDoors(level, nodes, inner, ends.into, ends.out, gaps)
  const ways = (of: ReadonlyMap<number, number>) =>
    new Map([...of].map(([node, edge]) => [nodes.indexOf(node), lineAt(placed, edge, 0, 0)]))
  return {
    width: placed.width,
    height: placed.height,
    x: placed.x.subarray(0, nodes.length),
    y: placed.y.subarray(0, nodes.length),
    inner: inner.map((_, own) => lineAt(placed, own, 0, 0)),
    back: placed.back.subarray(0, inner.length),
    labels: placed.labels.subarray(0, 2 * inner.length),
    into: ways(doors.inOf),
    out: ways(doors.outOf),
  }
}
