import { assignLayers } from './assignLayers.ts'
import type { Stood } from './blockGrid.ts'
import { breakCycles } from './breakCycles.ts'
import { layoutFrames, type Frame } from './layoutFrames.ts'
import { layoutLevel } from './layoutLevel.ts'
import type { Gaps, Level, Placed } from './Level.ts'
import type { Box } from './packRows.ts'
import { snake } from './snake.ts'
import { wrapWide } from './wrapWide.ts'
import { zoomAtFit } from './zoomAtFit.ts'

/** The direction of the edges. */
export type Direction = 'right' | 'down'

/** A graph as drawn on screen: sizes in pixels, edges as pairs of indices. */
export type Graph = {
  readonly width: Float64Array
  readonly height: Float64Array
  readonly from: Int32Array
  readonly to: Int32Array
  /** Which edges have a label, for which space is reserved. */
  readonly labelled: Uint8Array
  /** The node that leads each node's frame, -1 for none. */
  readonly parent?: Int32Array
}

export type Options = {
  /** By default that of the earlier picture, else the one in which the whole graph fits the canvas at the largest zoom. */
  readonly direction?: Direction
  readonly canvas?: Box
  /**
   * Whether a long drawing may be broken into several lines, with edges leading back to the next line, and a wide layer
   * into rows.
   */
  readonly wraps?: boolean
  readonly label?: Box
  /**
   * Upper left corners in an earlier picture, alternating x and y, NaN for new nodes, and the direction of that
   * picture.
   */
  readonly former?: { readonly places: Float64Array; readonly direction: Direction }
}

export type Drawing = Placed & { readonly direction: Direction; readonly frames: readonly Frame[] }

/** The usual space for a graph. */
const CANVAS: Box = { width: 1080, height: 700 }
const LABEL: Box = { width: 132, height: 20 }

/** Gaps in pixels. Between layers, edges need more space in the direction `right`, because cards are wide and low. */
const GAPS: Readonly<Record<Direction, Gaps>> = {
  right: { neighbour: 28, edge: 14, layer: 64 },
  down: { neighbour: 28, edge: 14, layer: 44 },
}

/** Up to this size both directions are drawn and compared; above it only the more promising one. */
const BOTH = 1500

/**
 * Lays out a graph in layers. Deterministic. An earlier picture can be given to keep changes small. Linear in nodes,
 * edges and the layers that edges pass, apart from sorting; never recursive.
 */
export function drawGraph(graph: Graph, options: Options = {}): Drawing {
  const canvas = options.canvas ?? CANVAS
  const known: Known = new Map()
  // Prefer a single line if it appears as large.
  const plain = inBestDirection(graph, { ...options, wraps: false }, canvas, known)
  if (!options.wraps || zoomAtFit(plain, canvas) >= 1) return plain
  const wrapped = inBestDirection(graph, options, canvas, known)
  return zoomAtFit(wrapped, canvas) > zoomAtFit(plain, canvas) ? wrapped : plain
}

/** Unwrapped layouts by direction, as far as computed. */
type Known = Map<Direction, { readonly placed: Placed; readonly frames: readonly Frame[] }>

const isSmall = (graph: Graph): boolean => graph.width.length + graph.from.length <= BOTH

function inBestDirection(graph: Graph, options: Options, canvas: Box, known: Known): Drawing {
  // A graph that grows keeps its direction, so that its reader keeps the bearings.
  const given = options.direction ?? options.former?.direction
  if (given) return drawn(graph, given, canvas, options, known)
  if (!isSmall(graph)) return drawn(graph, likelier(graph, canvas), canvas, options, known)
  const right = drawn(graph, 'right', canvas, options, known)
  if (zoomAtFit(right, canvas) >= 1) return right
  const down = drawn(graph, 'down', canvas, options, known)
  return zoomAtFit(down, canvas) > zoomAtFit(right, canvas) ? down : right
}

/**
 * Estimates the direction from the layers, which are the same in both directions: sum of their extents along, maximum
 * across. O(V + E).
 */
function likelier(graph: Graph, canvas: Box): Direction {
  const count = graph.width.length
  const back = breakCycles(count, graph.from, graph.to)
  const tops = graph.from.map((node, edge) => (back[edge] === 1 ? (graph.to[edge] ?? 0) : node))
  const bottoms = graph.to.map((node, edge) => (back[edge] === 1 ? (graph.from[edge] ?? 0) : node))
  const layer = assignLayers(count, tops, bottoms, new Float64Array(tops.length))
  const extent = (across: Float64Array, along: Float64Array, gaps: Gaps): Box => {
    const wide: number[] = []
    const high: number[] = []
    layer.forEach((own, node) => {
      wide[own] = (wide[own] ?? 0) + (across[node] ?? 0) + gaps.neighbour
      high[own] = Math.max(high[own] ?? 0, (along[node] ?? 0) + gaps.layer)
    })
    return {
      width: wide.reduce((most, one) => Math.max(most, one), 0),
      height: high.reduce((sum, one) => sum + one, 0),
    }
  }
  const down = extent(graph.width, graph.height, GAPS.down)
  const turned = extent(graph.height, graph.width, GAPS.right)
  const right = { width: turned.height, height: turned.width }
  return zoomAtFit(down, canvas) > zoomAtFit(right, canvas) ? 'down' : 'right'
}

/** Space beside a card for the word that marks a self-loop. */
const LOOP_LABEL = { width: 48, height: 20 }
const NO_LABEL = { width: 0, height: 0 }

function drawn(graph: Graph, direction: Direction, canvas: Box, options: Options, known: Known): Drawing {
  const isDown = direction === 'down'
  const label = options.label ?? LABEL
  const level: Level = {
    count: graph.width.length,
    width: isDown ? graph.width : graph.height,
    height: isDown ? graph.height : graph.width,
    from: graph.from,
    to: graph.to,
    fromPort: new Float64Array(graph.from.length).fill(Number.NaN),
    toPort: new Float64Array(graph.from.length).fill(Number.NaN),
    labelWidth: Float64Array.from(graph.labelled, (has, edge) => {
      const size = has ? label : graph.from[edge] === graph.to[edge] ? LOOP_LABEL : NO_LABEL
      return isDown ? size.width : size.height
    }),
    labelHeight: isDown ? label.height : label.width,
  }
  const turned = isDown ? canvas : { width: canvas.height, height: canvas.width }
  const { former } = options
  const stood = former && former.direction === direction ? stoodIn(former.places, level.count, isDown) : undefined
  const hint = stood?.across
  const { parent } = graph
  const gaps = GAPS[direction]
  const hasFrames = parent?.some((one) => one >= 0) === true
  const lay = (own: Level, stands: Float64Array | undefined) => layoutLevel(own, gaps, turned, stands)
  const layInRows = (own: Level, stands: Float64Array | undefined, isOutside: boolean) => {
    const plain = lay(own, stands)
    return isOutside
      ? wrapped(own, gaps, turned, plain, undefined)
      : (wrapWide(own, gaps, turned, plain, undefined) ?? plain)
  }
  const plain =
    known.get(direction) ??
    (hasFrames ? layoutFrames(level, parent, lay, hint) : { placed: lay(level, hint), frames: [] })
  known.set(direction, plain)
  const { placed, frames } = !options.wraps
    ? plain
    : hasFrames
      ? layoutFrames(level, parent, layInRows, hint)
      : { placed: wrapped(level, gaps, turned, plain.placed, stood), frames: [] }
  const there = isDown ? placed : turn(placed)
  const turnedFrames = isDown
    ? frames
    : frames.map(({ leader, x, y, width, height }) => ({ leader, x: y, y: x, width: height, height: width }))
  const [dx, dy] = former && hint ? steadying(there, former.places) : [0, 0]
  return {
    ...shifted(there, dx, dy),
    frames: turnedFrames.map((frame) => ({ ...frame, x: frame.x + dx, y: frame.y + dy })),
    direction,
  }
}

/** Broken into lines, or with its widest layers in rows, where that is worth it. */
function wrapped(level: Level, gaps: Gaps, canvas: Box, plain: Placed, stood: Stood | undefined): Placed {
  const lined = snake(level, gaps, canvas, plain, stood?.along) ?? plain
  return wrapWide(level, gaps, canvas, lined, stood) ?? lined
}

function stoodIn(places: Float64Array, count: number, isDown: boolean): Stood {
  const axis = (of: 0 | 1) => Float64Array.from({ length: count }, (_, node) => places[2 * node + of] ?? Number.NaN)
  return isDown ? { across: axis(0), along: axis(1) } : { across: axis(1), along: axis(0) }
}

/** Swaps x and y. */
function turn(placed: Placed): Placed {
  const swap = (pairs: Float64Array) => {
    const swapped = new Float64Array(pairs.length)
    for (let i = 0; i < pairs.length; i += 2) {
      swapped[i] = pairs[i + 1] ?? 0
      swapped[i + 1] = pairs[i] ?? 0
    }
    return swapped
  }
  return {
    ...placed,
    x: placed.y,
    y: placed.x,
    points: swap(placed.points),
    labels: swap(placed.labels),
    width: placed.height,
    height: placed.width,
  }
}

/** The offset of the whole drawing that keeps most existing nodes where they were. */
function steadying(placed: Placed, places: Float64Array): readonly [number, number] {
  const middle = (values: Float64Array, axis: 0 | 1) => {
    const moves: number[] = []
    values.forEach((value, node) => {
      const was = places[2 * node + axis] ?? Number.NaN
      if (!Number.isNaN(was)) moves.push(was - value)
    })
    moves.sort((a, b) => a - b)
    return moves[moves.length >> 1] ?? 0
  }
  return [middle(placed.x, 0), middle(placed.y, 1)]
}

function shifted(placed: Placed, dx: number, dy: number): Placed {
  if (dx === 0 && dy === 0) return placed
  const moved = (pairs: Float64Array) => pairs.map((value, i) => value + (i % 2 === 0 ? dx : dy))
  return {
    ...placed,
    x: placed.x.map((value) => value + dx),
    y: placed.y.map((value) => value + dy),
    points: moved(placed.points),
    labels: moved(placed.labels),
  }
}
