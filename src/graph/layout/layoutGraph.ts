import { boundsOf } from './boundsOf.ts'
import { drawGraph } from './engine/drawGraph.ts'
import {
  FOLD_SIZE,
  LABEL_SIZE,
  NODE_SIZE,
  type Direction,
  type GraphLayout,
  type Size,
  type Topology,
} from './GraphLayout.ts'

export type LayoutQuestion = {
  readonly topology: Topology
  /** `auto` picks the one in which the whole graph fits the canvas at the largest zoom. */
  readonly direction: Direction | 'auto'
  readonly canvas?: Size
  /** The layout of the same graph before it grew, so that existing cards move little. */
  readonly former?: { readonly topology: Topology; readonly layout: GraphLayout }
}

/**
 * A layered layout of a run's graph by our own engine, as a pure function of topology: a status change never moves a
 * node.
 */
export function layoutGraph({ topology, direction, canvas, former }: LayoutQuestion): GraphLayout {
  const labelled = new Uint8Array(topology.edges.length)
  for (const edge of topology.labelled) labelled[edge] = 1
  const width = new Float64Array(topology.ids.length).fill(NODE_SIZE.width)
  const height = new Float64Array(topology.ids.length).fill(NODE_SIZE.height)
  for (const card of topology.folds ?? []) {
    width[card] = FOLD_SIZE.width
    height[card] = FOLD_SIZE.height
  }
  const drawing = drawGraph(
    {
      width,
      height,
      from: Int32Array.from(topology.edges, ([from]) => from),
      to: Int32Array.from(topology.edges, ([, to]) => to),
      labelled,
      ...(topology.parents && { parent: Int32Array.from(topology.parents) }),
    },
    {
      label: LABEL_SIZE,
      ...(direction !== 'auto' && { direction }),
      ...(canvas && { canvas, wraps: true }),
      ...(former && { former: formerPlaces(topology, former) }),
    },
  )
  const pointAt = (pairs: Float64Array, at: number) => ({ x: pairs[2 * at] ?? 0, y: pairs[2 * at + 1] ?? 0 })
  const places = {
    positions: topology.ids.map((_, node) => ({
      x: drawing.x[node] ?? 0,
      y: drawing.y[node] ?? 0,
      width: width[node] ?? 0,
      height: height[node] ?? 0,
    })),
    routes: topology.edges.map((_, edge) => {
      const first = drawing.starts[edge] ?? 0
      const count = (drawing.starts[edge + 1] ?? 0) - first
      return Array.from({ length: count }, (_, at) => pointAt(drawing.points, first + at))
    }),
    frames: drawing.frames,
  }
  return {
    ...places,
    direction: drawing.direction,
    bounds: boundsOf(places),
    labels: topology.edges.map((_, edge) => {
      const label = pointAt(drawing.labels, edge)
      return Number.isNaN(label.x) ? undefined : label
    }),
    backEdges: topology.edges.map((_, edge) => edge).filter((edge) => drawing.back[edge] === 1),
  }
}

function formerPlaces({ ids }: Topology, { topology, layout }: NonNullable<LayoutQuestion['former']>) {
  const known = new Map(topology.ids.map((id, node) => [id, layout.positions[node]]))
  const places = new Float64Array(ids.length * 2).fill(Number.NaN)
  ids.forEach((id, node) => {
    const place = known.get(id)
    if (!place) return
    places[2 * node] = place.x
    places[2 * node + 1] = place.y
  })
  return { places, direction: layout.direction }
}
