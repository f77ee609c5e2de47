import { drawGraph, type Options } from '#src/graph/layout/engine/drawGraph.ts'
import { zoomAtFit } from '#src/graph/layout/engine/zoomAtFit.ts'
import type { Drawn } from './drawingFigures.ts'

export type Pairs = readonly (readonly [number, number])[]
type Box = { readonly width: number; readonly height: number }

const SIZE = { width: 220, height: 64 }

/** A graph of cards of the usual size, drawn for a canvas: as the engine gives it, and as `drawingFigures` reads it. */
export function drawGraphOf(count: number, pairs: Pairs, canvas: Box, options: Omit<Options, 'canvas'> = {}) {
  const drawing = drawGraph(
    {
      width: new Float64Array(count).fill(SIZE.width),
      height: new Float64Array(count).fill(SIZE.height),
      from: Int32Array.from(pairs, ([from]) => from),
      to: Int32Array.from(pairs, ([, to]) => to),
      labelled: new Uint8Array(pairs.length),
    },
    { ...options, canvas },
  )
  const pointsOf = (edge: number) => {
    const first = drawing.starts[edge] ?? 0
    const count = (drawing.starts[edge + 1] ?? 0) - first
    return Array.from({ length: count }, (_, at) => ({
      x: drawing.points[2 * (first + at)] ?? 0,
      y: drawing.points[2 * (first + at) + 1] ?? 0,
    }))
  }
  const drawn: Drawn = {
    nodes: Array.from({ length: count }, (_, at) => ({
      id: `${at}`,
      x: drawing.x[at] ?? 0,
      y: drawing.y[at] ?? 0,
      ...SIZE,
    })),
    edges: pairs.map(([from, to], edge) => ({
      from: `${from}`,
      to: `${to}`,
      points: pointsOf(edge),
      back: drawing.back[edge] === 1,
    })),
  }
  return { drawing, drawn, zoom: zoomAtFit(drawing, canvas) }
}

/** Whether a point lies on the border of a card, where an edge ends. */
export function isOnBorder(
  box: Drawn['nodes'][number] | undefined,
  at: { readonly x: number; readonly y: number } | undefined,
): boolean {
  if (!box || !at) return false
  const near = (a: number, b: number) => Math.abs(a - b) < 0.6
  const within = at.x > box.x - 1 && at.x < box.x + box.width + 1 && at.y > box.y - 1 && at.y < box.y + box.height + 1
  const onSide = near(at.x, box.x) || near(at.x, box.x + box.width)
  return within && (onSide || near(at.y, box.y) || near(at.y, box.y + box.height))
}
