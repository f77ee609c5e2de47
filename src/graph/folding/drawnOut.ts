import { ATTENTION, reasonOf } from './reasonOf.ts'
import type { FoldInput, FoldNode } from './FoldInput.ts'
import { SINGLES } from './Groups.ts'
import { numberedPairs } from './numbered.ts'
import { stretchesOf } from './stretchesOf.ts'

export type Parts = {
  readonly classOf: Int32Array
  readonly members: readonly (readonly number[])[]
  /** For each part, how many members of its class were drawn out of it; said once where what is left of a loop is several parts. */
  readonly drawnOut: readonly number[]
  /** For each part, why it stands apart from the rest of its class, as a number; 0 for that rest. */
  readonly reasons: readonly number[]
  /** For each part, which stretch of a loop it is, from 0; see `stretchesOf`. */
  readonly stretches: readonly number[]
}

/** Why a member stands apart, as a number: 0 for no reason, then the statuses above, then pinned, or a place elsewhere. */
const PINNED = ATTENTION.length + 1
const ELSEWHERE = PINNED + 1
const REASONS = ELSEWHERE + 1

/**
 * Parts each class into the members that a reader must see (failed, waiting, running, pinned) and all others. A failure
 * is never within a part that holds anything else, so no picture hides one. A loop is parted where such members stand in it,
 * so that a graph without cycles has none when it is drawn. O(V + E).
 *
 * @param isElsewhere members that stand singly here, for something else to become of them
 */
export function drawnOut(
  statuses: readonly FoldNode['status'][],
  edges: FoldInput['edges'],
  classOf: Int32Array,
  isPinned: (at: number) => boolean,
  singlesOf: (group: number) => number = () => SINGLES,
  isElsewhere: (at: number) => boolean = () => false,
): Parts {
  const sizes = new Int32Array(statuses.length)
  for (const of of classOf) sizes[of] = (sizes[of] ?? 0) + 1
  /** For each class and reason, how many members have it. */
  const counts = new Int32Array(statuses.length * REASONS)
  const why = classOf.map((of, at) => {
    const reason =
      sizes[of] === 1 ? 0 : isElsewhere(at) ? ELSEWHERE : isPinned(at) ? PINNED : reasonOf(statuses[at] ?? '')
    const kind = of * REASONS + reason
    counts[kind] = (counts[kind] ?? 0) + 1
    return reason
  })
  const stretchOf = stretchesOf(edges, classOf, why)
  const kindOf = classOf.map((of, at) => of * REASONS + (why[at] ?? 0))
  const groupOf = numberedPairs(kindOf, stretchOf)
  const partOfGroup = new Int32Array(statuses.length).fill(-1)
  const members: number[][] = []
  const drawn: number[] = []
  const reasons: number[] = []
  const stretches: number[] = []
  const isTold = new Set<number>()
  const classes = groupOf.map((group, at) => {
    const [of, reason, kind] = [classOf[at] ?? 0, why[at] ?? 0, kindOf[at] ?? 0]
    const isSingle = reason >= PINNED || (reason > 0 && (counts[kind] ?? 0) <= singlesOf(of))
    const known = isSingle ? -1 : (partOfGroup[group] ?? -1)
    if (known !== -1) {
      members[known]?.push(at)
      return known
    }
    const made = members.length
    members.push([at])
    reasons.push(reason)
    stretches.push(stretchOf[at] ?? 0)
    const others = (sizes[of] ?? 0) - (counts[kind] ?? 0) - (counts[of * REASONS + ELSEWHERE] ?? 0)
    drawn.push(reason === 0 && !isTold.has(of) ? others : 0)
    if (reason === 0) isTold.add(of)
    if (!isSingle) partOfGroup[group] = made
    return made
  })
  return { classOf: classes, members, drawnOut: drawn, reasons, stretches }
}
