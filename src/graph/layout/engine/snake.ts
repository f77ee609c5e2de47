import { endsOf, layoutBetweenDoors, lineAt, type Piece } from './betweenDoors.ts'
import { cleanCuts } from './cleanCuts.ts'
import { connectedParts } from './connectedParts.ts'
import { foldLines, sizeOfLines, type Stretch } from './foldLines.ts'
import type { Gaps, Level, Placed } from './Level.ts'
import type { Box } from './packRows.ts'
import { LANE } from './routeEdges.ts'
import { zoomAtFit } from './zoomAtFit.ts'

/** How much larger the whole must appear to justify lines that a reader has to follow back. */
const WORTH = 1.15

/** How much larger it must appear to justify moving everything. */
const MOVES = 1.25

/** Larger graphs (nodes and edges) stay in one line, to save time. */
const SIZE_MAX = 25_000

/** Gap in pixels between two lines, for the route from one to the next. */
export const CHANNEL = 3 * LANE

/** Length that the routes between a line's doors and its channels add to the line. */
export const lineEnds = (gaps: Gaps): number => gaps.layer + 2 * LANE

/**
 * Breaks a long drawing into several lines side by side, like text, so that the whole appears larger; undefined if that
 * gains little. It is cut only where a single edge line suffices to continue, and each line of the snake is laid out by
 * itself: the connecting edge leaves at its end and runs beside it to the start of the next, where there are no cards.
 * O(V + E) beyond the layouts.
 *
 * @param along positions of the nodes along the graph in an earlier picture, NaN for new nodes: earlier lines are kept
 * unless others are worth it
 */
export function snake(
  level: Level,
  gaps: Gaps,
  canvas: Box,
  plain: Placed,
  along: Float64Array | undefined,
): Placed | undefined {
  const zoom = zoomAtFit(plain, canvas)
  if (level.count + level.from.length > SIZE_MAX) return undefined
  if (zoom >= 1 || connectedParts(level.count, level.from, level.to).nodes.starts.length !== 2) return undefined
  const { layer, tops, bottoms } = layersOf(level, plain)
  const cuts = cleanCuts(level, plain.back, layer, tops.length)
  const stretches = loopSegments(level, plain, layer, cuts, tops, bottoms, gaps)
  if (stretches.length < 2) return undefined
  const stretchOf = new Int32Array(tops.length)
  for (let at = 1; at < tops.length; at++) stretchOf[at] = (stretchOf[at - 1] ?? 0) + (cuts[at - 1] === 1 ? 1 : 0)
  const fresh = foldLines(stretches, CHANNEL, lineEnds(gaps), canvas)
  const before =
    along &&
    formerLines(
      layer.map((own) => stretchOf[own] ?? 0),
      stretches.length,
      along,
    )
  const zoomOf = (lines: readonly number[]) => zoomAtFit(sizeOfLines(stretches, lines, CHANNEL, lineEnds(gaps)), canvas)
  const lines = before && zoomOf(fresh) <= MOVES * zoomOf(before) ? before : fresh
  if (lines.length < 2) return undefined
  const lineOfLayer = stretchOf.map((own) => lines.findLastIndex((first) => first <= own))
  const lineOf = layer.map((own) => lineOfLayer[own] ?? 0)
  const placed = assembled(level, lineOf, linesOf(level, lineOf, lines.length, gaps))
  // Existing lines are kept while they are no worse.
  return zoomAtFit(placed, canvas) > zoom * (lines === before ? 1 : WORTH) ? placed : undefined
}

/**
 * The first stretch of each line in an earlier picture: where the next stretch begins nearer to the start than the
 * previous one. Undefined if it was a single line. O(V).
 */
function formerLines(stretchOf: Int32Array, count: number, along: Float64Array): readonly number[] | undefined {
  const begins = new Float64Array(count).fill(Number.NaN)
  stretchOf.forEach((own, node) => {
    const [known, value] = [begins[own] ?? Number.NaN, along[node] ?? Number.NaN]
    if (!(known <= value) && !Number.isNaN(value)) begins[own] = value
  })
  const lines = [0]
  let reach = Number.NaN
  begins.forEach((begin, at) => {
    if (Number.isNaN(begin)) return
    if (begin < reach) lines.push(at)
    reach = begin
  })
  return lines.length > 1 ? lines : undefined
}

/**
 * The layer of each node, derived from the centres of the cards, which are equal within a layer; and the start and end
 * of each layer.
 */
function layersOf(level: Level, { y }: Placed) {
  const middle = Array.from(y, (top, node) => Math.round(2 * top + (level.height[node] ?? 0)))
  const sorted = [...new Set(middle)].toSorted((a, b) => a - b)
  const place = new Map(sorted.map((one, at) => [one, at]))
  const layer = Int32Array.from(middle, (one) => place.get(one) ?? 0)
  const tops = new Float64Array(sorted.length).fill(Number.POSITIVE_INFINITY)
  const bottoms = new Float64Array(sorted.length)
  layer.forEach((own, node) => {
    const top = y[node] ?? 0
    tops[own] = Math.min(tops[own] ?? 0, top)
    bottoms[own] = Math.max(bottoms[own] ?? 0, top + (level.height[node] ?? 0))
  })
  return { layer, tops, bottoms }
}

function loopSegments(
  level: Level,
  { x }: Placed,
  layer: Int32Array,
  cuts: Uint8Array,
  tops: Float64Array,
  bottoms: Float64Array,
  gaps: Gaps,
): readonly Stretch[] {
  const left = new Float64Array(tops.length).fill(Number.POSITIVE_INFINITY)
  const right = new Float64Array(tops.length)
  layer.forEach((own, node) => {
    left[own] = Math.min(left[own] ?? 0, x[node] ?? 0)
    right[own] = Math.max(right[own] ?? 0, (x[node] ?? 0) + (level.width[node] ?? 0))
  })
  const stretches: Stretch[] = []
  let first = 0
  for (let at = 0; at < tops.length; at++) {
    if (at + 1 < tops.length && cuts[at] === 0) continue
    const own = (values: Float64Array) => values.subarray(first, at + 1)
    stretches.push({
      along: (bottoms[at] ?? 0) - (tops[first] ?? 0) + gaps.layer,
      across:
        own(right).reduce((most, one) => Math.max(most, one), 0) -
        own(left).reduce((least, one) => Math.min(least, one), Infinity),
    })
    first = at + 1
  }
  return stretches
}

function linesOf(level: Level, lineOf: Int32Array, count: number, gaps: Gaps): readonly Piece[] {
  const nodes: number[][] = Array.from({ length: count }, () => [])
  const inner: number[][] = Array.from({ length: count }, () => [])
  const leaving: number[][] = Array.from({ length: count }, () => [])
  const entering: number[][] = Array.from({ length: count }, () => [])
  lineOf.forEach((line, node) => nodes[line]?.push(node))
  level.from.forEach((from, edge) => {
    const to = level.to[edge] ?? 0
    const [a = 0, b = 0] = [lineOf[from], lineOf[to]]
    if (a === b) inner[a]?.push(edge)
    else {
      leaving[a]?.push(edge)
      entering[b]?.push(edge)
    }
  })
  return nodes.map((own, line) =>
    layoutBetweenDoors(
      level,
      own,
      inner[line] ?? [],
      endsOf(entering[line] ?? [], level.to, level.toPort),
      endsOf(leaving[line] ?? [], level.from, level.fromPort),
      gaps,
    ),
  )
}

/**
 * Places the lines side by side, with one route for the edges between two lines, from the door below the one to the
 * door above the next.
 */
function assembled(level: Level, lineOf: Int32Array, lines: readonly Piece[]): Placed {
  const lefts: number[] = []
  let width = 0
  let height = 0
  for (const { placed } of lines) {
    lefts.push(width)
    width += placed.width + CHANNEL
    height = Math.max(height, placed.height)
  }
  const top = 2 * LANE
  const x = new Float64Array(level.count)
  const y = new Float64Array(level.count)
  const edges = level.from.length
  const back = new Uint8Array(edges)
  const labels = new Float64Array(edges * 2).fill(Number.NaN)
  const routes: number[][] = Array.from({ length: edges }, () => [])
  const copy = (line: number, edge: number): number[] => {
    const own = lines[line]
    return own ? lineAt(own.placed, edge, lefts[line] ?? 0, top) : []
  }
  lines.forEach(({ nodes, edges: inner, placed }, line) => {
    nodes.forEach((node, own) => {
      x[node] = (lefts[line] ?? 0) + (placed.x[own] ?? 0)
      y[node] = top + (placed.y[own] ?? 0)
    })
    inner.forEach((edge, own) => {
      routes[edge] = copy(line, own)
      back[edge] = placed.back[own] ?? 0
      labels[2 * edge] = (lefts[line] ?? 0) + (placed.labels[2 * own] ?? Number.NaN)
      labels[2 * edge + 1] = top + (placed.labels[2 * own + 1] ?? Number.NaN)
    })
  })
  level.from.forEach((from, edge) => {
    const to = level.to[edge] ?? 0
    const [a = 0, b = 0] = [lineOf[from], lineOf[to]]
    const [one, other] = [lines[a], lines[b]]
    if (a === b || !one || !other) return
    const bottom = top + one.placed.height + LANE
    const lane = (lefts[b] ?? 0) - CHANNEL / 2
    const out = (lefts[a] ?? 0) + (one.placed.x[one.doors.out] ?? 0)
    const into = (lefts[b] ?? 0) + (other.placed.x[other.doors.in] ?? 0)
    const way = [out, bottom, lane, bottom, lane, LANE, into, LANE]
    routes[edge] = [...copy(a, one.doors.outOf.get(from) ?? 0), ...way, ...copy(b, other.doors.inOf.get(to) ?? 0)]
  })
  const starts = new Int32Array(edges + 1)
  routes.forEach((points, edge) => {
    starts[edge + 1] = (starts[edge] ?? 0) + points.length / 2
  })
  const size = { width: width - CHANNEL, height: height + top + 2 * LANE }
  return { x, y, points: Float64Array.from(routes.flat()), starts, back, labels, ...size }
}
