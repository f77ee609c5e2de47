import type { DAGEdge } from '#contract/entities.ts'
import type { NodeId } from '#contract/ids.ts'
import type { EnrichedEdge, EnrichedNode } from '#contract/summaries.ts'
import { Position, type Edge, type Node } from '@xyflow/react'
import { NODE_SIZE, type Point } from '../layout/GraphLayout.ts'
import type { LaidOut } from '../layout/layoutQueries.ts'

export type CardNode = Node<{ readonly node: EnrichedNode }, 'card'>
export type TieEdge = Edge<
  {
    readonly edge: EnrichedEdge
    readonly route: readonly Point[]
    readonly labelAt: Point | undefined
    readonly isBack: boolean
  },
  'tie'
>

/**
 * Cards for React Flow: positions from the layout, everything else from the reply, which may already have more nodes than were
 * laid out, or fewer. Size and handles are given, so React Flow measures nothing and the first frame is the final one.
 *
 * @param classOf the class of a card's wrapper, empty for none
 */
export function cardsOf(
  nodes: readonly EnrichedNode[],
  { topology, layout }: LaidOut,
  classOf: (node_id: NodeId) => string,
): CardNode[] {
  const { width, height } = NODE_SIZE
  const right = layout.direction === 'right'
  const handles = [
    {
      type: 'target' as const,
      position: right ? Position.Left : Position.Top,
      x: right ? 0 : width / 2,
      y: right ? height / 2 : 0,
      width: 1,
      height: 1,
    },
    {
      type: 'source' as const,
      position: right ? Position.Right : Position.Bottom,
      x: right ? width : width / 2,
      y: right ? height / 2 : height,
      width: 1,
      height: 1,
    },
  ]
  const present = new Map(nodes.map((node) => [node.node_id, node]))
  return topology.ids.flatMap((node_id, index) => {
    const node = present.get(node_id)
    if (!node) return []
    return {
      id: node_id,
      type: 'card' as const,
      className: classOf(node_id),
      position: layout.positions[index] ?? { x: 0, y: 0 },
      data: { node },
      width,
      height,
      // React Flow fits the view to what it takes for measured, and forgets its own measurements with each new card.
      measured: { width, height },
      handles,
      sourcePosition: right ? Position.Right : Position.Bottom,
      targetPosition: right ? Position.Left : Position.Top,
    }
  })
}

/** Lines for React Flow, in the same way. */
export function tiesOf(edges: readonly EnrichedEdge[], { topology, layout }: LaidOut): TieEdge[] {
  const back = new Set(layout.backEdges)
  const present = new Map(edges.map((edge) => [tieId(edge.from_node_id, edge.to_node_id), edge]))
  return topology.edges.flatMap(([from, to], index) => {
    const id = tieId(topology.ids[from], topology.ids[to])
    const edge = present.get(id)
    if (!edge) return []
    return {
      id,
      type: 'tie' as const,
      source: edge.from_node_id,
      target: edge.to_node_id,
      data: { edge, route: layout.routes[index] ?? [], labelAt: layout.labels[index], isBack: back.has(index) },
    }
  })
}

const tieId = (from: NodeId | undefined, to: NodeId | undefined): string => JSON.stringify([from, to])

/** Whether an edge has this node at one of its ends. */
export const touches = (edge: DAGEdge, node: NodeId | undefined): boolean =>
  edge.from_node_id === node || edge.to_node_id === node
