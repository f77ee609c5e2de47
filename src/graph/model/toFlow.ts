import type { NodeId } from '#contract/ids.ts'
import type { EnrichedEdge, EnrichedNode } from '#contract/summaries.ts'
import { Position, type Edge, type Node } from '@xyflow/react'
import type { CardId, Point } from '../layout/GraphLayout.ts'
import type { LaidOut } from '../layout/layoutQueries.ts'
import { bundleOf, type Bundle } from './bundleOf.ts'

export type FoldData = {
  readonly label: string
  readonly rounds: number
  readonly drawnOut: number
  /** The first of them names the class in links. */
  readonly nodes: readonly [EnrichedNode, ...EnrichedNode[]]
}
export type CardNode = Node<{ readonly node: EnrichedNode }, 'card'>
export type FoldCardNode = Node<{ readonly fold: FoldData }, 'fold'>
export type AnyCard = CardNode | FoldCardNode

export type TieEdge = Edge<
  Bundle & {
    readonly from: CardId
    readonly to: CardId
    readonly route: readonly Point[]
    readonly labelAt: Point | undefined
    readonly isBack: boolean
  },
  'tie'
>

/**
 * Cards for React Flow: places from the layout, everything else from the reply, which may already have more nodes than were
 * laid out, or fewer. Size and handles are given, so React Flow measures nothing and the first frame is the final one.
 *
 * @param classOf the class of a card's wrapper, empty for none
 */
export function cardsOf(
  nodes: readonly EnrichedNode[],
  { picture, layout }: Pick<LaidOut, 'picture' | 'layout'>,
  classOf: (id: CardId) => string,
): AnyCard[] {
  const right = layout.direction === 'right'
  const byId = new Map(nodes.map((node) => [node.node_id, node]))
  const present = picture.source.ids.map((id) => byId.get(id))
  return picture.cards.flatMap((card, index): AnyCard[] => {
    const { x, y, width, height } = layout.positions[index] ?? { x: 0, y: 0, width: 0, height: 0 }
    const id = picture.ids[index] ?? ''
    const place = {
      id,
      className: classOf(id),
      position: { x, y },
      width,
      height,
      // React Flow fits the view to what it takes for measured, and forgets its own measurements with each new card.
      measured: { width, height },
      handles: handlesOf(width, height, right),
      sourcePosition: right ? Position.Right : Position.Bottom,
      targetPosition: right ? Position.Left : Position.Top,
    }
    if (card.kind === 'node') {
      const node = present[card.node]
      return node ? [{ ...place, type: 'card', data: { node } }] : []
    }
    const [first, ...others] = card.members.flatMap((at) => present[at] ?? [])
    if (!first) return []
    const { label, rounds, drawnOut } = card
    return [{ ...place, type: 'fold', data: { fold: { label, rounds, drawnOut, nodes: [first, ...others] } } }]
  })
}

const handlesOf = (width: number, height: number, right: boolean): NonNullable<Node['handles']> => [
  {
    type: 'target',
    position: right ? Position.Left : Position.Top,
    x: right ? 0 : width / 2,
    y: right ? height / 2 : 0,
    width: 1,
    height: 1,
  },
  {
    type: 'source',
    position: right ? Position.Right : Position.Bottom,
    x: right ? width : width / 2,
    y: right ? height / 2 : height,
    width: 1,
    height: 1,
  },
]

/** Lines for React Flow, in the same way. */
export function tiesOf(
  edges: readonly EnrichedEdge[],
  { picture, layout }: Pick<LaidOut, 'picture' | 'layout'>,
): TieEdge[] {
  const { source, ids, ties, tieOf } = picture
  const back = new Set(layout.backEdges)
  const present = new Map(edges.map((edge) => [pairKey(edge.from_node_id, edge.to_node_id), edge]))
  const drawn: EnrichedEdge[][] = ties.map(() => [])
  source.edges.forEach(([from, to], at) => {
    const edge = present.get(pairKey(source.ids[from], source.ids[to]))
    if (edge) drawn[tieOf[at] ?? -1]?.push(edge)
  })
  return ties.flatMap(([from, to], index) => {
    const bundle = bundleOf(drawn[index] ?? [])
    if (!bundle) return []
    const [source = '', target = ''] = [ids[from], ids[to]]
    return {
      id: JSON.stringify([source, target]),
      type: 'tie' as const,
      source,
      target,
      data: {
        ...bundle,
        from: source,
        to: target,
        route: layout.routes[index] ?? [],
        labelAt: layout.labels[index],
        isBack: back.has(index),
      },
    }
  })
}

/** Ids hold no line breaks. */
const pairKey = (from: NodeId | undefined, to: NodeId | undefined): string => `${from}\n${to}`

/** Whether a line has this card at one of its ends. */
export const touches = (tie: { readonly from: CardId; readonly to: CardId }, card: CardId | undefined): boolean =>
  tie.from === card || tie.to === card
