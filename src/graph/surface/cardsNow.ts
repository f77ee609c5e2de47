import type { NodeId } from '#contract/ids.ts'
import type { Picture } from '../folding/Picture.ts'
import type { CardData } from '../model/cardData.ts'
import { NO_RANK } from './paintMarks.ts'
import type { Cards } from './paintPicture.ts'
import { ranksOf } from './palette.ts'

/** By card: 1 if none of its nodes matches the search, else 0. O(nodes). */
export function standingBackOf({ cards, source }: Picture, found: ReadonlySet<NodeId>): Uint8Array {
  const isFound = Uint8Array.from(source.ids, (id) => (found.has(id) ? 1 : 0))
  return Uint8Array.from(cards, (card) =>
    (card.kind === 'node' ? isFound[card.node] === 1 : card.members.some((node) => isFound[node] === 1)) ? 0 : 1,
  )
}

/** The current cards; dimmed ones have the lowest rank. O(cards). */
export function cardsNow(
  data: readonly (CardData | undefined)[],
  statuses: readonly string[],
  back: Uint8Array | undefined,
  found: ReadonlySet<NodeId> | undefined,
): Cards {
  const ranks = ranksOf(statuses)
  data.forEach((own, card) => {
    if (own === undefined) ranks[card] = NO_RANK
    else if (back?.[card] === 1) ranks[card] = 0
  })
  return { data, ranks, back, found }
}
