import type { EnrichedNode } from '#contract/summaries.ts'
import { statusCounts } from '../folding/foldFigures.ts'
import type { Picture, PictureCard } from '../folding/Picture.ts'

export type FoldData = {
  readonly label: string
  readonly rounds: number
  readonly drawnOut: number
  /** The first node names the class in links. */
  readonly nodes: readonly [EnrichedNode, ...EnrichedNode[]]
}

/** What a card shows. */
export type CardData = { readonly node: EnrichedNode } | { readonly fold: FoldData }

// A live tick creates a new list of nodes, most of which are the same objects. Derived objects are cached, so that only
// what changed re-renders.
const ofNode = new WeakMap<EnrichedNode, CardData>()
const ofFold = new WeakMap<PictureCard, { readonly fold: FoldData }>()

/**
 * The content of each card of a picture, in order; undefined if all of its nodes have disappeared since the layout. An
 * unchanged card is the same object as before. O(nodes).
 */
export function cardDataOf(
  nodes: readonly EnrichedNode[],
  { source, cards }: Pick<Picture, 'source' | 'cards'>,
): readonly (CardData | undefined)[] {
  const present = inOrderOf(source.ids, nodes)
  return cards.map((card) => {
    if (card.kind === 'node') {
      const node = present[card.node]
      return node && dataOf(node)
    }
    const members = card.members.flatMap((at) => present[at] ?? [])
    const former = ofFold.get(card)
    if (former && sameItems(former.fold.nodes, members)) return former
    const [first, ...others] = members
    if (!first) return undefined
    const { label, rounds, drawnOut } = card
    const data = { fold: { label, rounds, drawnOut, nodes: [first, ...others] as const } }
    ofFold.set(card, data)
    return data
  })
}

function dataOf(node: EnrichedNode): CardData {
  const known = ofNode.get(node)
  if (known) return known
  const data = { node }
  ofNode.set(node, data)
  return data
}

/** The nodes in the order of ids; they usually have that order already. */
function inOrderOf(ids: readonly string[], nodes: readonly EnrichedNode[]): readonly (EnrichedNode | undefined)[] {
  if (ids.length === nodes.length && nodes.every(({ node_id }, at) => node_id === ids[at])) return nodes
  const byId = new Map<string, EnrichedNode>(nodes.map((node) => [node.node_id, node]))
  return ids.map((id) => byId.get(id))
}

export const sameItems = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((item, at) => item === b[at])

const worst = new WeakMap<CardData, string>()

/**
 * The status of a single node; for several nodes, the one that most needs attention, else the most frequent. O(nodes of
 * the card), once.
 */
export function worstStatus(data: CardData | undefined): string {
  if (data === undefined) return ''
  if ('node' in data) return data.node.status
  const known = worst.get(data)
  if (known !== undefined) return known
  const status = statusCounts(data.fold.nodes)[0]?.status ?? ''
  worst.set(data, status)
  return status
}
