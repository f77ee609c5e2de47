import type { Across } from './Across.ts'
import { assignLayers } from './assignLayers.ts'
import { breakCycles } from './breakCycles.ts'
import { concentrate } from './concentrate.ts'
import { farEdges } from './farEdges.ts'
import { insertDummies } from './insertDummies.ts'
import { joinPieces } from './joinPieces.ts'
import type { Gaps, Level, Placed } from './Level.ts'
import { orderByHint } from './orderByHint.ts'
import type { Part } from './Part.ts'
import { placeAcross } from './placeAcross.ts'
import { placeAlong } from './placeAlong.ts'
import { placePorts } from './placePorts.ts'
import { reduceCrossings } from './reduceCrossings.ts'
import { lanesOf, LANE, routeEdges } from './routeEdges.ts'

/**
 * Up to this many nodes and edges a part is also drawn without junctions; that drawing wins if its lines are shorter
 * and cross hardly more.
 */
const BOTH = 3000
const HARDLY_MORE = 1.1

/** Lays out one connected part: cycles, junctions, layers, dummies, ordering, coordinates, routes. */
export function layoutPart(level: Level, gaps: Gaps, hint: Float64Array | undefined): Placed {
  const joined = layOut(level, gaps, hint, true)
  if (joined.junctions === 0 || level.count + level.from.length > BOTH) return joined.placed
  const plain = layOut(level, gaps, hint, false)
  const isPlainBetter =
    plain.crossings <= HARDLY_MORE * joined.crossings && lengthOf(plain.placed) < lengthOf(joined.placed)
  return isPlainBetter ? plain.placed : joined.placed
}

function lengthOf({ points, starts }: Placed): number {
  let sum = 0
  for (let edge = 0; edge + 1 < starts.length; edge++) {
    for (let i = (starts[edge] ?? 0) + 1; i < (starts[edge + 1] ?? 0); i++) {
      sum += Math.hypot(
        (points[2 * i] ?? 0) - (points[2 * i - 2] ?? 0),
        (points[2 * i + 1] ?? 0) - (points[2 * i - 1] ?? 0),
      )
    }
  }
  return sum
}

type LaidOut = { readonly placed: Placed; readonly crossings: number; readonly junctions: number }

function layOut(level: Level, gaps: Gaps, hint: Float64Array | undefined, joins: boolean): LaidOut {
  const cards = level.count
  const edges = level.from.length
  const back = breakCycles(cards, level.from, level.to)
  const apart = back.slice()
  const tops = level.from.slice()
  const bottoms = level.to.slice()
  for (let edge = 0; edge < edges; edge++) {
    if (back[edge] === 1) {
      tops[edge] = level.to[edge] ?? 0
      bottoms[edge] = level.from[edge] ?? 0
    }
    const isFree = Number.isNaN(level.fromPort[edge] ?? 0) && Number.isNaN(level.toPort[edge] ?? 0)
    if ((level.labelWidth[edge] ?? 0) > 0 || !isFree) apart[edge] = 1
  }
  const joined = concentrate(cards, tops, bottoms, joins ? apart : new Uint8Array(edges).fill(1))
  const drawn = partOf(level, joined, back, apart)
  const nodeLayer = assignLayers(joined.count, joined.tops, joined.bottoms, drawn.labelWidth)
  const far = farEdges(nodeLayer, joined.tops, joined.bottoms)
  const g = insertDummies(joined.count, joined.tops, joined.bottoms, nodeLayer, joined.weights, far)
  if (hint) orderByHint(g, hint)
  const crossings = reduceCrossings(g, hint !== undefined)

  const lanes = lanesOf(g, joined.tops, joined.bottoms, drawn.back, far)
  const left = new Float64Array(g.total)
  const right = new Float64Array(g.total)
  const loopLabels = loopLabelsOf(level)
  for (let node = 0; node < cards; node++) {
    left[node] = (level.width[node] ?? 0) / 2 + LANE * (lanes.onLeft[node] ?? 0)
    right[node] = (level.width[node] ?? 0) / 2 + LANE * (lanes.onRight[node] ?? 0) + (loopLabels[node] ?? 0)
  }
  const labelled = new Uint8Array(g.total - g.real)
  for (let piece = 0; piece < joined.tops.length; piece++) {
    const half = (drawn.labelWidth[piece] ?? 0) / 2
    if (half === 0 || g.firstDummy[piece] === -1) continue
    const dummy = labelDummy(piece)
    labelled[dummy - g.real] = 1
    left[dummy] = half
    right[dummy] = half
  }
  const across: Across = { g, cards, left, right, neighbourGap: gaps.neighbour, edgeGap: gaps.edge }
  const x = placeAcross(across)
  const width = toWholePixels(across, x)
  const bands = placeAlong(g, cards, drawn.height, labelled, level.labelHeight, gaps.layer)
  const part: Part = { g, ...drawn, far, border: width, tops: joined.tops, bottoms: joined.bottoms, x, bands }
  const lines = joinPieces(routeEdges(part, placePorts(part), lanes), joined.starts, joined.pieces)

  const corners = { x: new Float64Array(cards), y: new Float64Array(cards) }
  const middle = (layer: number) => ((bands.top[layer] ?? 0) + (bands.bottom[layer] ?? 0)) / 2
  for (let node = 0; node < cards; node++) {
    corners.x[node] = (x[node] ?? 0) - (level.width[node] ?? 0) / 2
    corners.y[node] = middle(g.layer[node] ?? 0) - (level.height[node] ?? 0) / 2
  }
  const labels = new Float64Array(edges * 2).fill(Number.NaN)
  for (let edge = 0; edge < edges; edge++) {
    const piece = joined.pieces[joined.starts[edge] ?? 0] ?? 0
    const node = level.from[edge] ?? 0
    if (node === level.to[edge]) {
      const lanesEnd = (x[node] ?? 0) + (level.width[node] ?? 0) / 2 + LANE * (lanes.onRight[node] ?? 0)
      labels[2 * edge] = lanesEnd + (loopLabels[node] ?? 0) / 2
      labels[2 * edge + 1] = middle(g.layer[node] ?? 0)
      continue
    }
    if (!((level.labelWidth[edge] ?? 0) > 0) || g.firstDummy[piece] === -1) continue
    labels[2 * edge] = x[labelDummy(piece)] ?? 0
    labels[2 * edge + 1] = middle(g.layer[labelDummy(piece)] ?? 0)
  }
  const placed: Placed = {
    ...corners,
    ...lines,
    back,
    labels,
    width: far.includes(1) ? width + 2 * LANE : width,
    height: bands.bottom.at(-1) ?? 0,
  }
  return { placed, crossings, junctions: joined.count - cards }

  /** An edge's middle dummy carries its label. */
  function labelDummy(piece: number): number {
    const span = (nodeLayer[joined.bottoms[piece] ?? 0] ?? 0) - (nodeLayer[joined.tops[piece] ?? 0] ?? 0)
    return (g.firstDummy[piece] ?? 0) + ((span - 2) >> 1)
  }
}

/** The space for labels beside each card: that of its widest self-loop. */
function loopLabelsOf({ count, from, to, labelWidth }: Level): Float64Array {
  const room = new Float64Array(count)
  for (let edge = 0; edge < from.length; edge++) {
    const node = from[edge] ?? 0
    if (node === to[edge]) room[node] = Math.max(room[node] ?? 0, (labelWidth[edge] ?? 0) + 4)
  }
  return room
}

/** Sizes of nodes and junctions, and data of the pieces that are whole edges. */
function partOf(level: Level, joined: ReturnType<typeof concentrate>, back: Uint8Array, apart: Uint8Array) {
  const pieces = joined.tops.length
  const own = {
    width: new Float64Array(joined.count),
    height: new Float64Array(joined.count),
    back: new Uint8Array(pieces),
    topPort: new Float64Array(pieces).fill(Number.NaN),
    bottomPort: new Float64Array(pieces).fill(Number.NaN),
    labelWidth: new Float64Array(pieces),
  }
  own.width.set(level.width)
  own.height.set(level.height)
  for (let edge = 0; edge < apart.length; edge++) {
    if (apart[edge] === 0) continue
    const piece = joined.pieces[joined.starts[edge] ?? 0] ?? 0
    own.back[piece] = back[edge] ?? 0
    const isBack = back[edge] === 1
    own.topPort[piece] = (isBack ? level.toPort : level.fromPort)[edge] ?? Number.NaN
    own.bottomPort[piece] = (isBack ? level.fromPort : level.toPort)[edge] ?? Number.NaN
    own.labelWidth[piece] = level.labelWidth[edge] ?? 0
  }
  return own
}

/** Shifts everything to a left border of 0, on whole pixels. Returns the width. */
function toWholePixels({ g, left, right }: Across, x: Float64Array): number {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (let item = 0; item < g.total; item++) {
    low = Math.min(low, (x[item] ?? 0) - (left[item] ?? 0))
    high = Math.max(high, (x[item] ?? 0) + (right[item] ?? 0))
  }
  for (let item = 0; item < g.total; item++) x[item] = Math.round((x[item] ?? 0) - low)
  return Math.ceil(high - low)
}
