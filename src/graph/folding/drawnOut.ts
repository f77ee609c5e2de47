import { ATTENTION, reasonOf } from './reasonOf.ts'
import type { FoldNode } from './FoldInput.ts'
import { SINGLES } from './Groups.ts'

export type Parts = {
  readonly classOf: Int32Array
  readonly members: readonly (readonly number[])[]
  /** For each part, how many members of its class were drawn out of it. */
  readonly drawnOut: readonly number[]
  /** For each part, why it stands apart from the rest of its class, as a number; 0 for that rest. */
  readonly reasons: readonly number[]
}

/** Why a member stands apart, as a number: 0 for no reason, then the statuses above, then pinned. */
const PINNED = ATTENTION.length + 1
const REASONS = PINNED + 1

/**
 * Parts each class into the members that a reader must see (failed, waiting, running, pinned) and all others. A failure
 * is never within a part that holds anything else, so no picture hides one. O(V).
 */
export function drawnOut(
  nodes: readonly Pick<FoldNode, 'status'>[],
  classOf: Int32Array,
  isPinned: (at: number) => boolean,
  singlesOf: (group: number) => number = () => SINGLES,
): Parts {
  const sizes = new Int32Array(nodes.length)
  for (const of of classOf) sizes[of] = (sizes[of] ?? 0) + 1
  /** For each class and reason, how many members have it. */
  const counts = new Int32Array(nodes.length * REASONS)
  const groupOf = new Int32Array(nodes.length)
  nodes.forEach((node, at) => {
    const of = classOf[at] ?? 0
    const reason = sizes[of] === 1 ? 0 : isPinned(at) ? PINNED : reasonOf(node.status)
    const group = of * REASONS + reason
    groupOf[at] = group
    counts[group] = (counts[group] ?? 0) + 1
  })
  const partOfGroup = new Int32Array(nodes.length * REASONS).fill(-1)
  const members: number[][] = []
  const drawn: number[] = []
  const reasons: number[] = []
  const partOf = groupOf.map((group, at) => {
    const reason = group % REASONS
    const isSingle = reason === PINNED || (reason > 0 && (counts[group] ?? 0) <= singlesOf(classOf[at] ?? 0))
    const known = isSingle ? -1 : (partOfGroup[group] ?? -1)
    if (known !== -1) {
      members[known]?.push(at)
      return known
    }
    const made = members.length
    members.push([at])
    reasons.push(reason)
    drawn.push(reason === 0 ? (sizes[(group - reason) / REASONS] ?? 0) - (counts[group] ?? 0) : 0)
    if (!isSingle) partOfGroup[group] = made
    return made
  })
  return { classOf: partOf, members, drawnOut: drawn, reasons }
}
