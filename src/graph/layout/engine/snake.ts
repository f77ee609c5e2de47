import { breakCycles } from './breakCycles.ts'
import { cleanCuts } from './cleanCuts.ts'
import { connectedParts } from './connectedParts.ts'
import { foldLines, type Stretch } from './foldLines.ts'
import { layoutPart } from './layoutPart.ts'
import type { Gaps, Level, Placed } from './Level.ts'
import type { Box } from './packRows.ts'
import { LANE } from './routeEdges.ts'
import { zoomAtFit } from './zoomAtFit.ts'

/** How much larger the whole must be seen to be worth lines that a reader has to follow back. */
const WORTH = 1.15

/** Nodes and edges beyond which no number of lines makes the whole readable. */
const SIZE_MAX = 3000

/** Free pixels between two lines, where the way from the one to the next runs. */
const CHANNEL = 3 * LANE

/** One line of the snake: its nodes and edges, in the numbers of the level, and how they lie. */
type Line = {
  readonly nodes: readonly number[]
  readonly edges: readonly number[]
  readonly placed: Placed
  readonly doors: Doors
}
type Doors = {
  readonly in: number
  readonly out: number
  readonly inOf: ReadonlyMap<number, number>
  readonly outOf: ReadonlyMap<number, number>
}

/**
 * A long drawing in several lines beside each other, as text is set, so that the whole is seen larger; undefined where that gains little. It is cut only where
 * one line of an edge is enough to go on, and each line of the snake is laid out by itself: that edge leaves below its end and goes beside it to the top of the next, where no
 * card is. O(V + E) beyond the layouts.
 */
export function snake(level: Level, gaps: Gaps, canvas: Box, plain: Placed): Placed | undefined {
  const zoom = zoomAtFit(plain, canvas)
  if (level.count + level.from.length > SIZE_MAX) return undefined
  if (zoom >= 1 || connectedParts(level.count, level.from, level.to).nodes.starts.length !== 2) return undefined
  const { layer, tops, bottoms } = layersOf(level, plain)
  const cuts = cleanCuts(level, plain.back, layer, tops.length)
  const stretches = stretchesOf(level, plain, layer, cuts, tops, bottoms, gaps)
  if (stretches.length < 2) return undefined
  const lines = foldLines(stretches, CHANNEL, gaps.layer + 2 * LANE, canvas)
  if (lines.length < 2) return undefined
  const lineOfLayer = new Int32Array(tops.length)
  let stretch = 0
  for (let at = 1; at < tops.length; at++) {
    if (cuts[at - 1] === 1) stretch++
    lineOfLayer[at] = (lineOfLayer[at - 1] ?? 0) + (cuts[at - 1] === 1 && lines.includes(stretch) ? 1 : 0)
  }
  const lineOf = layer.map((own) => lineOfLayer[own] ?? 0)
  const placed = assembled(level, lineOf, linesOf(level, lineOf, lines.length, gaps))
  return zoomAtFit(placed, canvas) > zoom * WORTH ? placed : undefined
}

/** The layer of each node, by the middles of the cards, which are the same for all of one layer; and where each layer begins and ends. */
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

function stretchesOf(
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

function linesOf(level: Level, lineOf: Int32Array, count: number, gaps: Gaps): readonly Line[] {
  const nodes: number[][] = Array.from({ length: count }, () => [])
  const inner: number[][] = Array.from({ length: count }, () => [])
  const sources: Set<number>[] = Array.from({ length: count }, () => new Set())
  const targets: Set<number>[] = Array.from({ length: count }, () => new Set())
  lineOf.forEach((line, node) => nodes[line]?.push(node))
  level.from.forEach((from, edge) => {
    const to = level.to[edge] ?? 0
    const [a = 0, b = 0] = [lineOf[from], lineOf[to]]
    if (a === b) inner[a]?.push(edge)
    else {
      sources[a]?.add(from)
      targets[b]?.add(to)
    }
  })
  return nodes.map((own, line) =>
    laidOut(level, own, inner[line] ?? [], [...(targets[line] ?? [])], [...(sources[line] ?? [])], gaps),
  )
}

/** One line by itself, with a door above all that the way from the line before comes in by, and one below all that it goes on by. */
function laidOut(
  level: Level,
  nodes: readonly number[],
  edges: readonly number[],
  entered: readonly number[],
  left: readonly number[],
  gaps: Gaps,
): Line {
  const own = new Map(nodes.map((node, at) => [node, at]))
  const at = (node: number) => own.get(node) ?? 0
  const from = edges.map((edge) => at(level.from[edge] ?? 0))
  const to = edges.map((edge) => at(level.to[edge] ?? 0))
  const [first, last] = [nodes.length, nodes.length + 1]
  const tie = (a: number, b: number) => from.push(a) && to.push(b) - 1
  const inOf = new Map(entered.map((node) => [node, tie(first, at(node))]))
  const outOf = new Map(left.map((node) => [node, tie(at(node), last)]))
  // Ties that are not drawn hold the doors above and below everything else, whichever way an edge of a cycle points.
  const back = breakCycles(nodes.length + 2, Int32Array.from(from), Int32Array.from(to))
  const [above, below] = [new Set<number>(), new Set<number>()]
  from.forEach((source, edge) => {
    const target = to[edge] ?? 0
    if (source === target) return
    above.add(back[edge] === 1 ? source : target)
    below.add(back[edge] === 1 ? target : source)
  })
  nodes.forEach((_, node) => {
    if (!above.has(node)) tie(first, node)
    if (!below.has(node)) tie(node, last)
  })
  const pick = (values: Float64Array, none: number) =>
    Float64Array.from(from, (_, edge) => values[edges[edge] ?? -1] ?? none)
  const size = (values: Float64Array) => Float64Array.from([...nodes.map((node) => values[node] ?? 0), 0, 0])
  const placed = layoutPart(
    {
      count: nodes.length + 2,
      width: size(level.width),
      height: size(level.height),
      from: Int32Array.from(from),
      to: Int32Array.from(to),
      fromPort: pick(level.fromPort, Number.NaN),
      toPort: pick(level.toPort, Number.NaN),
      labelWidth: pick(level.labelWidth, 0),
      labelHeight: level.labelHeight,
    },
    gaps,
    undefined,
  )
  return { nodes, edges, placed, doors: { in: first, out: last, inOf, outOf } }
}

/** The lines side by side, and the edges between them as one way each, from the door below the one to the door above the next. */
function assembled(level: Level, lineOf: Int32Array, lines: readonly Line[]): Placed {
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
    const { placed } = lines[line] ?? { placed: undefined }
    const points: number[] = []
    for (let i = 2 * (placed?.starts[edge] ?? 0); i < 2 * (placed?.starts[edge + 1] ?? 0); i += 2)
      points.push((lefts[line] ?? 0) + (placed?.points[i] ?? 0), top + (placed?.points[i + 1] ?? 0))
    return points
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
