import { reasonOf } from '../folding/reasonOf.ts'
import type { GraphLayout } from '../layout/GraphLayout.ts'

/**
 * The card that a reader looks for first: a failure, else a waiting or running one, else the start of the run. The
 * first of several. O(cards + ties).
 */
export function cardOfInterest(
  statuses: readonly string[],
  ties: readonly (readonly [number, number])[],
  { positions, direction }: Pick<GraphLayout, 'positions' | 'direction'>,
): number {
  let best = -1
  let reason = Number.POSITIVE_INFINITY
  statuses.forEach((status, at) => {
    const own = reasonOf(status)
    if (own === 0 || own >= reason) return
    best = at
    reason = own
  })
  if (best >= 0) return best
  const entered = new Set(ties.map(([, to]) => to))
  const along = (at: number) => positions[at]?.[direction === 'right' ? 'x' : 'y'] ?? 0
  return statuses.reduce(
    (first, _, at) => (!entered.has(at) && (entered.has(first) || along(at) < along(first)) ? at : first),
    0,
  )
}
