import type { EnrichedNode } from '#contract/summaries.ts'
import { Position, type Edge, type Node } from '@xyflow/react'
import type { CardId, Place } from '../layout/GraphLayout.ts'
import type { LaidOut } from '../layout/layoutQueries.ts'
import type { CardData, FoldData } from './cardData.ts'
import type { TieData } from './tieData.ts'

export type CardNode = Node<{ readonly node: EnrichedNode }, 'card'>
export type FoldCardNode = Node<{ readonly fold: FoldData }, 'fold'>
export type AnyCard = CardNode | FoldCardNode
export type TieEdge = Edge<TieData, 'tie'>

// React Flow re-renders a card for a new object.
const cardOf = new WeakMap<CardData, AnyCard>()
const edgeOf = new WeakMap<TieData, TieEdge>()

/**
 * Cards for React Flow: positions from the layout, everything else from the reply. Size and handles are given, so React
 * Flow measures nothing and the first frame is the final one. An unchanged card is the same object as before.
 *
 * @param classOf the CSS class of a card's wrapper, empty for none
 * @param only the cards to include; all if undefined
 */
export function toFlowNodes(
  data: readonly (CardData | undefined)[],
  { picture, layout }: Pick<LaidOut, 'picture' | 'layout'>,
  classOf: (id: CardId) => string,
  only?: ReadonlySet<CardId>,
): AnyCard[] {
  const right = layout.direction === 'right'
  const sourcePosition = right ? Position.Right : Position.Bottom
  return data.flatMap((own, index): AnyCard[] => {
    const place = layout.positions[index]
    const id = picture.ids[index]
    if (!own || !place || id === undefined || only?.has(id) === false) return []
    const className = classOf(id)
    const former = cardOf.get(own)
    if (
      former?.id === id &&
      former.className === className &&
      former.sourcePosition === sourcePosition &&
      isAt(former, place)
    )
      return [former]
    const { x, y, width, height } = place
    const common = {
      id,
      className,
      position: { x, y },
      width,
      height,
      // React Flow fits the view to `measured`, and loses its own measurements with each new card object.
      measured: { width, height },
      handles: handlesOf(width, height, right),
      sourcePosition,
      targetPosition: right ? Position.Left : Position.Top,
    }
    const card: AnyCard =
      'node' in own ? { ...common, type: 'card', data: own } : { ...common, type: 'fold', data: own }
    cardOf.set(own, card)
    return [card]
  })
}

const isAt = ({ position, width, height }: AnyCard, place: Place): boolean =>
  position.x === place.x && position.y === place.y && width === place.width && height === place.height

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

/** Edges for React Flow, created in the same way. */
export const toFlowEdges = (data: readonly (TieData | undefined)[]): TieEdge[] =>
  data.flatMap((own) => (own ? [edgeFor(own)] : []))

function edgeFor(data: TieData): TieEdge {
  const former = edgeOf.get(data)
  if (former) return former
  const { from: source, to: target } = data
  const edge: TieEdge = { id: JSON.stringify([source, target]), type: 'tie', source, target, data }
  edgeOf.set(data, edge)
  return edge
}
