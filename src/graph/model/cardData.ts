import type { EnrichedNode } from '#contract/summaries.ts'
import { statusCounts } from '../folding/foldFigures.ts'
import type { Picture, PictureCard } from '../folding/Picture.ts'

export type FoldData = {
  readonly label: string
  readonly rounds: number
  readonly drawnOut: number
  /** The first of them names the class in links. */
  readonly nodes: readonly [EnrichedNode, ...EnrichedNode[]]
}

/** What a card tells. */
export type CardData = { readonly node: EnrichedNode } | { readonly fold: FoldData }

// A live tick makes a new list of nodes, of which nearly all are the same objects: what was made of them is kept, so that only what changed renders.
const ofNode = new WeakMap<EnrichedNode, CardData>()
const ofFold = new WeakMap<PictureCard, { readonly fold: FoldData }>()

/**
 * What each card of a picture tells, in its order; undefined where all of its nodes are gone since it was laid out. A card of which nothing changed has the same
 * object as before. O(nodes).
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

/** The nodes by the order of ids; nearly always they stand in it already. */
function inOrderOf(ids: readonly string[], nodes: readonly EnrichedNode[]): readonly (EnrichedNode | undefined)[] {
  if (ids.length === nodes.length && nodes.every(({ node_id }, at) => node_id === ids[at])) return nodes
  const byId = new Map<string, EnrichedNode>(nodes.map((node) => [node.node_id, node]))
  return ids.map((id) => byId.get(id))
}

export const sameItems = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((item, at) => item === b[at])

const worst = new WeakMap<CardData, string>()

/** Of a card that stands for several nodes, the status that most calls for a look, else that of most. O(nodes of the card), once. */
export function worstStatus(data: CardData | undefined): string {
  if (data === undefined) return ''
  if ('node' in data) return data.node.status
  const known = worst.get(data)
  if (known !== undefined) return known
  const status = statusCounts(data.fold.nodes)[0]?.status ?? ''
  worst.set(data, status)
  return status
}
