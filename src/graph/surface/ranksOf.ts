import type { NodeId } from '#contract/ids.ts'
import { statusToken } from '#src/theme/statusTokens.ts'
import type { Picture } from '../folding/Picture.ts'
import type { CardData } from '../model/cardData.ts'
import { NO_RANK } from './paintMarks.ts'
import { toneRank } from './palette.ts'

/** Of each card whether what is searched is in none of its nodes: 1, else 0. O(nodes). */
export function standingBackOf({ cards, source }: Picture, found: ReadonlySet<NodeId>): Uint8Array {
  const isFound = Uint8Array.from(source.ids, (id) => (found.has(id) ? 1 : 0))
  return Uint8Array.from(cards, (card) =>
    (card.kind === 'node' ? isFound[card.node] === 1 : card.members.some((node) => isFound[node] === 1)) ? 0 : 1,
  )
}

/** Of each card the rank of its tone, the lowest where it stands back. O(cards). */
export function ranksOf(
  data: readonly (CardData | undefined)[],
  statuses: readonly string[],
  back: Uint8Array | undefined,
): Uint8Array {
  const known = new Map<string, number>()
  return Uint8Array.from(data, (own, card) => {
    if (own === undefined) return NO_RANK
    if (back?.[card] === 1) return 0
    const status = statuses[card] ?? ''
    const rank = known.get(status) ?? toneRank(statusToken(status).tone)
    known.set(status, rank)
    return rank
  })
}
