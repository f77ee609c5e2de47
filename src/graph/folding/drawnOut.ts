import { ATTENTION, reasonOf } from './reasonOf.ts'
import type { FoldInput, FoldNode } from './FoldInput.ts'
import { SINGLES } from './Groups.ts'
import { numberedPairs } from './numbered.ts'
import { loopSegments } from './loopSegments.ts'

export type Parts = {
  readonly classOf: Int32Array
  readonly members: readonly (readonly number[])[]
  /**
   * For each part, how many members of its class were drawn out; counted on one part only if a loop was split into
   * several.
   */
  readonly drawnOut: readonly number[]
  /** For each part, the numeric reason why it is separate from the rest of its class; 0 for that rest. */
  readonly reasons: readonly number[]
  /** For each part, its stretch of the loop, from 0; see `loopSegments`. */
  readonly stretches: readonly number[]
}

/**
 * Why a member is separate, as a number: 0 for no reason, then the statuses above, then pinned, or placed elsewhere.
 */
const PINNED = ATTENTION.length + 1
const ELSEWHERE = PINNED + 1
const REASONS = ELSEWHERE + 1

/**
 * Splits each class into the members that the reader must see (failed, waiting, running, pinned) and the rest. A
 * failure never shares a part with anything else, so no picture hides one. A loop is split where it contains such
 * members, so that an acyclic graph is drawn without cycles. O(V + E).
 *
 * @param isElsewhere members drawn singly here because a later step handles them
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
  /** The number of members per class and reason. */
  const counts = new Int32Array(statuses.length * REASONS)
  const why = classOf.map((of, at) => {
    const reason =
      sizes[of] === 1 ? 0 : isElsewhere(at) ? ELSEWHERE : isPinned(at) ? PINNED : reasonOf(statuses[at] ?? '')
    const kind = of * REASONS + reason
    counts[kind] = (counts[kind] ?? 0) + 1
    return reason
  })
  const stretchOf = loopSegments(edges, classOf, why)
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
