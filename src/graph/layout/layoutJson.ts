import * as z from 'zod/mini'
import { drawGraph } from './engine/drawGraph.ts'

const size = z.number().check(z.nonnegative(), z.maximum(1_000_000))

/** Input of `npm run layout`. */
export const LayoutQuestion = z.object({
  nodes: z.array(z.object({ id: z.string(), width: size, height: size, parent: z.optional(z.nullable(z.string())) })),
  edges: z.array(z.tuple([z.string(), z.string()])),
  direction: z.optional(z.enum(['down', 'right'])),
  canvas: z.optional(z.object({ width: z.number().check(z.positive()), height: z.number().check(z.positive()) })),
})
export type LayoutQuestion = z.infer<typeof LayoutQuestion>

type Box = {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
type Line = {
  readonly from: string
  readonly to: string
  readonly points: readonly { readonly x: number; readonly y: number }[]
  readonly back?: true
}

/** Output: upper left corners, and every given edge in the order given. `ms` is the time of the layout alone. */
export type LayoutAnswer = {
  readonly nodes: readonly Box[]
  readonly edges: readonly Line[]
  /** If nodes have parents: the rectangle around each group, named after the parent, whose card is at its top. */
  readonly frames?: readonly Box[]
  readonly ms: number
}

/**
 * Lays out a graph as plain data, for programs. Throws a RangeError that names the first id that is missing or
 * duplicated.
 */
export function layoutJson({ nodes, edges, direction, canvas }: LayoutQuestion): LayoutAnswer {
  const places = new Map<string, number>()
  nodes.forEach(({ id }, at) => {
    if (places.has(id)) throw new RangeError(`nodes[${at}]: the id ${JSON.stringify(id)} was there before`)
    places.set(id, at)
  })
  const placeOf = (id: string, where: string): number => {
    const place = places.get(id)
    if (place === undefined) throw new RangeError(`${where}: there is no node ${JSON.stringify(id)}`)
    return place
  }
  const parent = Int32Array.from(nodes, (node, at) =>
    node.parent === undefined || node.parent === null ? -1 : placeOf(node.parent, `nodes[${at}].parent`),
  )
  const graph = {
    width: Float64Array.from(nodes, ({ width }) => width),
    height: Float64Array.from(nodes, ({ height }) => height),
    from: Int32Array.from(edges, ([from], at) => placeOf(from, `edges[${at}]`)),
    to: Int32Array.from(edges, ([, to], at) => placeOf(to, `edges[${at}]`)),
    labelled: new Uint8Array(edges.length),
    parent,
  }
  const start = performance.now()
  const drawing = drawGraph(graph, { ...(direction && { direction }), ...(canvas && { canvas }) })
  const ms = performance.now() - start
  return {
    nodes: nodes.map(({ id, width, height }, at) => ({
      id,
      x: drawing.x[at] ?? 0,
      y: drawing.y[at] ?? 0,
      width,
      height,
    })),
    edges: edges.map(([from, to], edge) => {
      const points = []
      for (let i = drawing.starts[edge] ?? 0; i < (drawing.starts[edge + 1] ?? 0); i++) {
        points.push({ x: drawing.points[2 * i] ?? 0, y: drawing.points[2 * i + 1] ?? 0 })
      }
      return { from, to, points, ...(drawing.back[edge] === 1 && { back: true as const }) }
    }),
    ...(drawing.frames.length > 0 && {
      frames: drawing.frames.map(({ leader, x, y, width, height }) => ({
        id: nodes[leader]?.id ?? '',
        x,
        y,
        width,
        height,
      })),
    }),
    ms: Math.round(ms * 1000) / 1000,
  }
}
