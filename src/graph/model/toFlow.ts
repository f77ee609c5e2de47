import type { DAGEdge } from '#contract/entities.ts'
import type { NodeId } from '#contract/ids.ts'
import type { EnrichedEdge, EnrichedNode } from '#contract/summaries.ts'
import { Position, type Edge, type Node } from '@xyflow/react'
import { NODE_SIZE, type GraphLayout, type Point } from '../layout/GraphLayout.ts'
import type { GraphTopology } from './topologyOf.ts'

export type CardNode = Node<{ readonly node: EnrichedNode }, 'card'>
export type TieEdge = Edge<
  {
    readonly edge: EnrichedEdge
    readonly bends: readonly Point[]
    readonly labelAt: Point | undefined
    readonly isBack: boolean
  },
  'tie'
>

/**
 * Cards for React Flow: positions from the layout, everything else from the reply. Size and handles are given, so React
 * Flow measures nothing and the first frame is the final one.
 */
export function cardsOf(nodes: readonly EnrichedNode[], layout: GraphLayout): CardNode[] {
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
  return nodes.map((node, index) => ({
    id: node.node_id,
    type: 'card',
    position: layout.positions[index] ?? { x: 0, y: 0 },
    data: { node },
    width,
    height,
    handles,
    sourcePosition: right ? Position.Right : Position.Bottom,
    targetPosition: right ? Position.Left : Position.Top,
  }))
}

export function tiesOf({ edges }: GraphTopology, layout: GraphLayout): TieEdge[] {
  const back = new Set(layout.backEdges)
  return edges.map((edge, index) => ({
    id: JSON.stringify([edge.from_node_id, edge.to_node_id]),
    type: 'tie',
    source: edge.from_node_id,
    target: edge.to_node_id,
    data: { edge, bends: layout.bends[index] ?? [], labelAt: layout.labels[index], isBack: back.has(index) },
  }))
}

/** Whether an edge has this node at one of its ends. */
export const touches = (edge: DAGEdge, node: NodeId | undefined): boolean =>
  edge.from_node_id === node || edge.to_node_id === node
