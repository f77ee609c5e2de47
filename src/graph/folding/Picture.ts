import type { NodeId } from '#contract/ids.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import type { CardId, Topology } from '../layout/GraphLayout.ts'
import { lastPart } from './classLabel.ts'
import type { FoldDepth } from './FoldDepth.ts'
import type { Group } from './Groups.ts'
import type { HandGroup } from './handGroups.ts'
import type { NodeClasses } from './NodeClasses.ts'
import type { LabelOf } from '../model/labelsOf.ts'

/** One card: a node, or several nodes drawn as one. Nodes are indices into the source's nodes. */
export type PictureCard =
  | { readonly kind: 'node'; readonly node: number }
  | {
      readonly kind: 'fold'
      readonly label: string
      /** Ascending; at least two. */
      readonly members: readonly number[]
      /** Rounds of the unrolled loop that the card stands for; 1 if it is not a loop. */
      readonly rounds: number
      /** Members of the same class drawn separately because the reader must see them. */
      readonly drawnOut: number
      /** How many kinds of nodes it contains. */
      readonly kinds: number
      /** The group folded by the reader that this card shows, whole or in part. */
      readonly hand?: number
    }

/** A graph as drawn. Every node is in exactly one card, so visible and folded nodes always add up to the total. */
export type Picture = {
  /** The graph of the run's own nodes and edges. */
  readonly source: Topology<NodeId>
  readonly cards: readonly PictureCard[]
  /** By card; for a single node, the node's id. */
  readonly ids: readonly CardId[]
  /** The card of each node. */
  readonly cardOf: Int32Array
  /** Pairs of cards, each once, however many edges connect their nodes. */
  readonly ties: readonly (readonly [from: number, to: number])[]
  /** The tie that draws each edge of the source; -1 for an edge within one card. */
  readonly tieOf: Int32Array
  readonly classes: NodeClasses
  /** What is one card at most, and the group of each class. */
  readonly groups: readonly Group[]
  readonly groupOf: Int32Array
  /** The place that each class folds into at most: itself, or a place in the fold tree. */
  readonly placeOf: Int32Array
  /** Groups that the reader folded. */
  readonly byHand: readonly HandGroup[]
  /** Nodes by which the reader opened something, and the place that each opened. */
  readonly opened: readonly { readonly node: number; readonly place: number }[]
  /**
   * How far it is folded: the smallest class size that folds (infinite if none does), and how many places of the fold
   * tree.
   */
  readonly foldDepth: FoldDepth
}

/** The number of a node's group; undefined if the graph does not contain the node. */
export function groupIn({ source, classes, groupOf }: Picture, node_id: NodeId): number | undefined {
  const of = classes.classOf[source.ids.indexOf(node_id)]
  return of === undefined ? undefined : groupOf[of]
}

/** The name of a group; if it has several kinds, the name says how many. */
export const groupName = ({ label, kinds }: Pick<Group, 'label' | 'kinds'>): string =>
  kinds > 1 ? `${lastPart(label)}, ${kinds} kinds` : label

/** The name of a frame: the card that its members name as their parent. */
export function frameName({ cards, source }: Picture, leader: number, labelOf: LabelOf): string {
  const card = cards[leader]
  if (!card) return ''
  if (card.kind === 'fold') return visibleText(card.label)
  const id = source.ids[card.node]
  return id === undefined ? '' : labelOf(id)
}

/** The name of a class or of a place in the fold tree. */
export function placeName({ classes }: Pick<Picture, 'classes'>, place: number): string {
  const { labels, tree } = classes
  const further = place - labels.length
  return further < 0
    ? (labels[place] ?? '')
    : groupName({ label: tree?.labels[further] ?? '', kinds: tree?.kinds[further] ?? 1 })
}

/** The opened nodes that remain after a place, and everything below it, is folded again. */
export function openedWithout({ source, classes, opened }: Picture, place: number): readonly NodeId[] {
  const isUnder = (at: number): boolean => at === place || (at >= 0 && isUnder(classes.tree?.above[at] ?? -1))
  return opened.flatMap((one) => (isUnder(one.place) ? [] : (source.ids[one.node] ?? [])))
}

/** How many nodes have cards of their own, how many are folded, and into how many cards. */
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
