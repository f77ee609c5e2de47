import { reasonOf } from '../folding/reasonOf.ts'
import type { GraphLayout } from '../layout/GraphLayout.ts'
import type { AnyCard } from './toFlow.ts'

/** Of a card that stands for several nodes, the status that most calls for a look. */
export const worstStatus = (card: AnyCard): string =>
  card.type === 'fold' ? (card.data.fold.figures.statuses[0]?.status ?? '') : card.data.node.status

/** The card that a reader looks for first: a failure, else what waits or runs, else where the run begins. Of several the first. O(cards + ties). */
export function whatMatters(
  cards: readonly AnyCard[],
  ties: readonly (readonly [number, number])[],
  { positions, direction }: Pick<GraphLayout, 'positions' | 'direction'>,
): number {
  let best = -1
  let reason = Number.POSITIVE_INFINITY
  cards.forEach((card, at) => {
    const own = reasonOf(worstStatus(card))
    if (own === 0 || own >= reason) return
    best = at
    reason = own
  })
  if (best >= 0) return best
  const entered = new Set(ties.map(([, to]) => to))
  const along = (at: number) => positions[at]?.[direction === 'right' ? 'x' : 'y'] ?? 0
  return cards.reduce(
    (first, _, at) => (!entered.has(at) && (entered.has(first) || along(at) < along(first)) ? at : first),
    0,
  )
}
