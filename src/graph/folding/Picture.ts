import type { NodeId } from '#contract/ids.ts'
import type { CardId, Topology } from '../layout/GraphLayout.ts'
import type { Kindred } from './Kindred.ts'

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
  /** By class, whether it is folded, also where all its members are drawn out. */
  readonly isFolded: Uint8Array
  /** Classes of fewer members stay as they are; infinite where none folds. */
  readonly foldFrom: number
}

/** The class of a node; undefined where the graph does not have it. */
export const classIn = (
  { source, kindred }: Pick<Picture, 'source' | 'kindred'>,
  node_id: NodeId,
): number | undefined => kindred.classOf[source.ids.indexOf(node_id)]

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
