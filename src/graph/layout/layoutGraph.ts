import { Graph, layout as dagreLayout } from '@dagrejs/dagre'
import { findBackEdges } from './findBackEdges.ts'
import {
  LABEL_SIZE,
  NODE_SIZE,
  SPACING,
  type Direction,
  type GraphLayout,
  type Point,
  type Topology,
} from './GraphLayout.ts'

/**
 * A layered layout with few crossings, as a pure function of topology: a status that changes never moves a node. Nodes
 * without any edge stand in a block below, in the order given, since layering has nothing to say about them.
 *
 * Dagre recurses, and throws a RangeError on chains of many thousands; the caller then takes `layoutPlainly`.
 */
export function layoutGraph(topology: Topology, direction: Direction): GraphLayout {
  const backEdges = findBackEdges(topology)
  const back = new Set(backEdges)
  const labelled = new Set(topology.labelled)
  const tied = new Set(topology.edges.flatMap(([from, to]) => (from === to ? [] : [from, to])))
  const graph = new Graph({ multigraph: true })
  graph.setGraph({
    rankdir: direction === 'right' ? 'LR' : 'TB',
    ranksep: SPACING.layer[direction],
    nodesep: SPACING.neighbour,
    edgesep: 16,
  })
  topology.ids.forEach((_, node) => tied.has(node) && graph.setNode(String(node), { ...NODE_SIZE }))
  topology.edges.forEach(([from, to], index) => {
    if (from === to) return
    // A back edge is laid out the other way round, so that dagre sees no cycle and need not choose one to break.
    const [source, target] = back.has(index) ? [to, from] : [from, to]
    const label = labelled.has(index) ? { ...LABEL_SIZE, labelpos: 'c' as const } : {}
    graph.setEdge(String(source), String(target), label, String(index))
  })
  dagreLayout(graph)

  const positions: Point[] = topology.ids.map(() => ({ x: 0, y: 0 }))
  let bottom = 0
  for (const node of tied) {
    const { x = 0, y = 0 } = graph.node(String(node)) ?? {}
    const corner = { x: x - NODE_SIZE.width / 2, y: y - NODE_SIZE.height / 2 }
    positions[node] = corner
    bottom = Math.max(bottom, corner.y + NODE_SIZE.height + SPACING.layer.right)
  }
  const loose = topology.ids.map((_, node) => node).filter((node) => !tied.has(node))
  blockOf(loose.length, bottom).forEach((corner, place) => {
    const node = loose[place]
    if (node !== undefined) positions[node] = corner
  })
  const drawn = topology.edges.map(([from, to], index) => {
    const [source, target] = back.has(index) ? [to, from] : [from, to]
    return from === to ? undefined : graph.edge(String(source), String(target), String(index))
  })
  const labels = drawn.map((edge) =>
    edge?.x === undefined || edge.y === undefined ? undefined : { x: edge.x, y: edge.y },
  )
  const bends = drawn.map((edge, index) => bendsOf(edge?.points ?? [], back.has(index)))
  return { direction, positions, bends, labels, backEdges, quality: 'full' }
}

/** Corners of `count` cards in rows, wide as a screen is. */
function blockOf(count: number, top: number): readonly Point[] {
  const columns = Math.max(1, Math.min(count, Math.ceil(Math.sqrt(count / 2))))
  return Array.from({ length: count }, (_, place) => ({
    x: (place % columns) * (NODE_SIZE.width + SPACING.neighbour),
    y: top + Math.floor(place / columns) * (NODE_SIZE.height + SPACING.neighbour),
  }))
}

/** Dagre's points without the first and last, which lie on the cards' borders, in the direction of the edge itself. */
function bendsOf(points: readonly Point[], isBack: boolean): readonly Point[] {
  const inner = points.slice(1, -1).map(({ x, y }) => ({ x, y }))
  // Between neighbouring layers dagre's only inner point is the middle, which a plain curve passes anyway.
  if (inner.length <= 1) return []
  return isBack ? inner.reverse() : inner
}
