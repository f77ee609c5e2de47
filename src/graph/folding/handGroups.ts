import type { HandFold } from './FoldDepth.ts'
import { isGroupPlace, type Places } from './Groups.ts'
import type { NodeClasses } from './NodeClasses.ts'

/** A group that the reader folded, with its members. */
export type HandGroup = HandFold & {
  readonly label: string
  /** How many kinds of nodes it contains. */
  readonly kinds: number
  /** Ascending; includes the leader. */
  readonly members: readonly number[]
}

export type HandGroups = {
  readonly byHand: readonly HandGroup[]
  /** By node: its outermost such group, -1 for none. Empty if there are no groups. */
  readonly handOf: Int32Array
}

const NONE = -1
const UNSEEN = -2

const NO_GROUPS: HandGroups = { byHand: [], handOf: new Int32Array() }

/**
 * Finds the members of the groups that the reader folded: the leader and everything below it. The outermost of nested
 * groups counts. Where groups are folded already, for instance because everything is, nothing is left to fold. Groups
 * depend on the graph alone, so a status change or opening another node does not change them. O(V).
 */
export function handGroups(classes: NodeClasses, folds: readonly HandFold[], { placeOf }: Places): HandGroups {
  if (folds.length === 0) return NO_GROUPS
  const { classOf, parentOf, kinds, labels, leaders } = classes
  const leads = new Int32Array(classOf.length).fill(NONE)
  folds.forEach(({ leader, isAlike }, fold) => {
    const place = placeOf[classOf[leader] ?? 0] ?? 0
    if (isGroupPlace(classes, place)) return
    if (!isAlike) leads[leader] = fold
    else classOf.forEach((of, node) => placeOf[of] === place && (leads[node] = fold))
  })
  const foldOf = outermost(parentOf, leads)
  const members = folds.map((): number[] => [])
  foldOf.forEach((fold, node) => members[fold]?.push(node))
  const numbers = new Map<number, number>()
  const byHand = folds.flatMap(({ leader, isAlike }, fold): HandGroup[] => {
    const own = members[fold] ?? []
    // A link may name a node that leads no group.
    if (own.length < 2) return []
    numbers.set(fold, numbers.size)
    const name = isAlike ? undefined : leaders.get(leader)
    return [
      {
        leader,
        isAlike,
        label: name ?? labels[classOf[leader] ?? 0] ?? '',
        kinds: new Set(own.map((node) => kinds[classOf[node] ?? 0])).size,
        members: own,
      },
    ]
  })
  return { byHand, handOf: foldOf.map((fold) => numbers.get(fold) ?? NONE) }
}

/** By node: the fold of the outermost leader above it, including itself; -1 for none. Parent cycles are ignored. */
function outermost(parentOf: Int32Array, leads: Int32Array): Int32Array {
  const found = new Int32Array(parentOf.length).fill(UNSEEN)
  for (let node = 0; node < found.length; node++) {
    const way: number[] = []
    let at = node
    while (at >= 0 && found[at] === UNSEEN) {
      found[at] = NONE
      way.push(at)
      at = parentOf[at] ?? NONE
    }
    let above = found[at] ?? NONE
    for (const one of way.reverse()) {
      if (above === NONE) above = leads[one] ?? NONE
      found[one] = above
    }
  }
  return found
}
