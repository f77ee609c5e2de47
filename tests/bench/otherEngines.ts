/** Layouts of others, each with its milliseconds, for comparison with ours. All with our distances between cards and layers, from top to bottom. */
import { Graph, layout as dagreLayout } from '@dagrejs/dagre'
import { Graphviz } from '@hpcc-js/wasm-graphviz'
import Elk from 'elkjs'
import type { Drawn } from '#tests/support/drawingFigures.ts'
import type { SomeGraph } from '#tests/support/graphFamilies.ts'
import * as z from 'zod/mini'

const BETWEEN_CARDS = 28
const BETWEEN_LAYERS = 44
/** Graphviz counts lengths in inches, and places in points. */
const POINTS = 72

type At = { readonly x: number; readonly y: number }
type Engine = (graph: SomeGraph) => Promise<Drawn>

const byDagre: Engine = async ({ nodes, edges }) => {
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'TB', nodesep: BETWEEN_CARDS, ranksep: BETWEEN_LAYERS, edgesep: BETWEEN_CARDS / 2 })
  for (const { id, width, height } of nodes) graph.setNode(id, { width, height })
  edges.forEach(([from, to], at) => graph.setEdge(from, to, {}, String(at)))
  dagreLayout(graph)
  return {
    nodes: nodes.map((node) => {
      const { x = 0, y = 0 } = graph.node(node.id) ?? {}
      return { ...node, x: x - node.width / 2, y: y - node.height / 2 }
    }),
    edges: edges.map(([from, to], at) => ({
      from,
      to,
      points: (graph.edge(from, to, String(at))?.points ?? []).map(({ x, y }: At) => ({ x, y })),
    })),
  }
}

const Point = z.object({ x: z.number(), y: z.number() })
/** Its types say nothing of the routes that it adds to the edges it was given. */
const ElkReply = z.object({
  children: z.array(z.object({ id: z.string(), x: z.number(), y: z.number() })),
  edges: z.array(
    z.object({
      id: z.string(),
      sections: z.optional(
        z.array(z.object({ startPoint: Point, bendPoints: z.optional(z.array(Point)), endPoint: Point })),
      ),
    }),
  ),
})

const byElk: Engine = async ({ nodes, edges }) => {
  const reply = await new Elk().layout({
    id: 'graph',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'DOWN',
      'elk.spacing.nodeNode': String(BETWEEN_CARDS),
      'elk.layered.spacing.nodeNodeBetweenLayers': String(BETWEEN_LAYERS),
    },
    children: nodes.map((node) => ({ ...node })),
    edges: edges.map(([from, to], at) => ({ id: `e${at}`, sources: [from], targets: [to] })),
  })
  const laidOut = ElkReply.parse(reply)
  const places = new Map(laidOut.children.map((node) => [node.id, node]))
  const routes = new Map(laidOut.edges.map(({ id, sections = [] }) => [id, sections]))
  return {
    nodes: nodes.map((node) => ({ ...node, x: places.get(node.id)?.x ?? 0, y: places.get(node.id)?.y ?? 0 })),
    edges: edges.map(([from, to], at) => ({
      from,
      to,
      points: (routes.get(`e${at}`) ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) => [
        startPoint,
        ...bendPoints,
        endPoint,
      ]),
    })),
  }
}

const GraphvizReply = z.object({
  objects: z.array(z.object({ name: z.string(), pos: z.string() })),
  edges: z.optional(z.array(z.object({ id: z.string(), pos: z.string() }))),
})

const byGraphviz: Engine = async ({ nodes, edges }) => {
  const graphviz = await Graphviz.load()
  const lines = [
    ...nodes.map(({ id, width, height }) => `"${id}" [width=${width / POINTS} height=${height / POINTS}]`),
    ...edges.map(([from, to], at) => `"${from}" -> "${to}" [id="e${at}"]`),
  ]
  const settings = `nodesep=${BETWEEN_CARDS / POINTS} ranksep=${BETWEEN_LAYERS / POINTS}`
  const text = `digraph { ${settings} node [shape=box fixedsize=true label=""] edge [arrowhead=none]\n${lines.join('\n')}\n}`
  const reply = GraphvizReply.parse(JSON.parse(graphviz.layout(text, 'json', 'dot')))
  const places = new Map(reply.objects.map(({ name, pos }) => [name, pointOf(pos)]))
  const routes = new Map((reply.edges ?? []).map(({ id, pos }) => [id, curve(pos.split(' ').map(pointOf))]))
  return {
    nodes: nodes.map((node) => {
      const { x, y } = places.get(node.id) ?? { x: 0, y: 0 }
      return { ...node, x: x - node.width / 2, y: y - node.height / 2 }
    }),
    edges: edges.map(([from, to], at) => ({ from, to, points: routes.get(`e${at}`) ?? [] })),
  }
}

/** Graphviz counts y upwards. */
function pointOf(text: string): At {
  const [x = 0, y = 0] = text.split(',').map(Number)
  return { x, y: -y }
}

/** Straight pieces of each Bézier curve that are as good as the curve. */
const PIECES = 8

/** @param points of cubic Bézier curves: a first one, and three for each curve */
function curve(points: readonly At[]): readonly At[] {
  const [first] = points
  if (!first) return []
  const result = [first]
  for (let at = 0; at + 3 < points.length; at += 3) {
    const four = points.slice(at, at + 4)
    for (let piece = 1; piece <= PIECES; piece++) {
      const t = piece / PIECES
      const weights = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3]
      const along = (value: (point: At) => number) =>
        four.reduce((sum, point, place) => sum + value(point) * (weights[place] ?? 0), 0)
      result.push({ x: along(({ x }) => x), y: along(({ y }) => y) })
    }
  }
  return result
}

/** With the most nodes that each takes without minutes or an overflow of the stack. */
export const OTHERS: readonly { readonly name: string; readonly most: number; readonly draw: Engine }[] = [
  { name: 'dagre', most: 500, draw: byDagre },
  { name: 'ELK', most: 2000, draw: byElk },
  { name: 'Graphviz', most: 1000, draw: byGraphviz },
]
