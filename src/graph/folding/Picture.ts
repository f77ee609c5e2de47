import type { NodeId } from '#contract/ids.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import type { CardId, Topology } from '../layout/GraphLayout.ts'
import { lastPart } from './classLabel.ts'
import type { Far } from './Far.ts'
import type { Group } from './Groups.ts'
import type { HandGroup } from './handGroups.ts'
import type { Kindred } from './Kindred.ts'
import type { LabelOf } from '../model/labelsOf.ts'

/** One card: a node, or nodes that are drawn as one. Nodes are indices into those of the source. */
export type PictureCard =
  | { readonly kind: 'node'; readonly node: number }
  | {
      readonly kind: 'fold'
      readonly label: string
      /** Rising; at least two. */
      readonly members: readonly number[]
      /** Rounds of an unrolled loop that the card stands for; 1 where it is no loop. */
      readonly rounds: number
      /** Members of the same class that stand beside the card because a reader must see them. */
      readonly drawnOut: number
      /** How many kinds of nodes are in it. */
      readonly kinds: number
      /** The group that the reader folded, of which this is what is left, or a part of that. */
      readonly hand?: number
    }

/** A graph as it is drawn. Every node is in exactly one card, so what is visible and what is folded are always the total. */
export type Picture = {
  /** The graph of the run's own nodes and edges. */
  readonly source: Topology<NodeId>
  readonly cards: readonly PictureCard[]
  /** Of each card; that of a node's own card is the node's. */
  readonly ids: readonly CardId[]
  /** The card of each node. */
  readonly cardOf: Int32Array
  /** Pairs of cards, each once for any number of edges between folded nodes. */
  readonly ties: readonly (readonly [from: number, to: number])[]
  /** The tie that draws each edge of the source; -1 for an edge between nodes of one card. */
  readonly tieOf: Int32Array
  readonly kindred: Kindred
  /** What is one card at most, and the group of each class. */
  readonly groups: readonly Group[]
  readonly groupOf: Int32Array
  /** What each class is folded into at most: itself, or a place in the tree of what folds further. */
  readonly placeOf: Int32Array
  /** Groups that the reader folded. */
  readonly byHand: readonly HandGroup[]
  /** Nodes that the reader opened something by, and its place. */
  readonly opened: readonly { readonly node: number; readonly place: number }[]
  /** Classes of fewer members stay as they are, infinite where none folds; and how much of what folds further does. */
  readonly far: Far
}

/** The group of a node, as its number; undefined where the graph does not have the node. */
export function groupIn({ source, kindred, groupOf }: Picture, node_id: NodeId): number | undefined {
  const of = kindred.classOf[source.ids.indexOf(node_id)]
  return of === undefined ? undefined : groupOf[of]
}

/** What a group is called: one of several kinds says how many. */
export const groupName = ({ label, kinds }: Pick<Group, 'label' | 'kinds'>): string =>
  kinds > 1 ? `${lastPart(label)}, ${kinds} kinds` : label

/** What a frame is called: whatever stands in it names this card as its parent. */
export function frameName({ cards, source }: Picture, leader: number, labelOf: LabelOf): string {
  const card = cards[leader]
  if (!card) return ''
  if (card.kind === 'fold') return visibleText(card.label)
  const id = source.ids[card.node]
  return id === undefined ? '' : labelOf(id)
}

/** What is called so at a place of the tree, or a class. */
export function placeName({ kindred }: Pick<Picture, 'kindred'>, place: number): string {
  const { labels, tree } = kindred
  const further = place - labels.length
  return further < 0
    ? (labels[place] ?? '')
    : groupName({ label: tree?.labels[further] ?? '', kinds: tree?.kinds[further] ?? 1 })
}

/** The nodes that things are opened by once a place, and all that is under it, is folded again. */
export function openedWithout({ source, kindred, opened }: Picture, place: number): readonly NodeId[] {
  const isUnder = (at: number): boolean => at === place || (at >= 0 && isUnder(kindred.tree?.above[at] ?? -1))
  return opened.flatMap((one) => (isUnder(one.place) ? [] : (source.ids[one.node] ?? [])))
}

/** How many nodes stand in cards of their own, how many are folded, and into how many cards. */
export function countsOf({ cards }: Pick<Picture, 'cards'>) {
  let [single, folded, folds] = [0, 0, 0]
  for (const card of cards) {
    if (card.kind === 'node') single++
    else {
      folds++
      folded += card.members.length
    }
  }
  return { single, folded, folds, cards: cards.length, nodes: single + folded }
}
