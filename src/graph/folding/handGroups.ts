import type { HandFold } from './Far.ts'
import { isGroupPlace, type Places } from './Groups.ts'
import type { Kindred } from './Kindred.ts'

/** A group that the reader folds, with what is in it. */
export type HandGroup = HandFold & {
  readonly label: string
  /** How many kinds of nodes are in it. */
  readonly kinds: number
  /** Rising; whoever leads it is among them. */
  readonly members: readonly number[]
}

export type HandGroups = {
  readonly byHand: readonly HandGroup[]
  /** By node: the outermost of the groups that it is in, -1 for none. Empty where there are none. */
  readonly handOf: Int32Array
}

const NONE = -1
const UNSEEN = -2

const NO_GROUPS: HandGroups = { byHand: [], handOf: new Int32Array() }

/**
 * What is in the groups that the reader folds: whoever leads one, and whatever stands under it. Of groups within each other the outermost counts, and where groups fold already,
 * as where all do, nothing is left to fold by hand. Who leads what is a matter of the graph alone, so a status that changes, or another node that is opened, changes no group. O(V).
 */
export function handGroups(kindred: Kindred, folds: readonly HandFold[], { placeOf }: Places): HandGroups {
  if (folds.length === 0) return NO_GROUPS
  const { classOf, parentOf, kinds, labels, leaders } = kindred
  const leads = new Int32Array(classOf.length).fill(NONE)
  folds.forEach(({ leader, isAlike }, fold) => {
    const place = placeOf[classOf[leader] ?? 0] ?? 0
    if (isGroupPlace(kindred, place)) return
    if (!isAlike) leads[leader] = fold
    else classOf.forEach((of, node) => placeOf[of] === place && (leads[node] = fold))
  })
  const foldOf = outermost(parentOf, leads)
  const members = folds.map((): number[] => [])
  foldOf.forEach((fold, node) => members[fold]?.push(node))
  const numbers = new Map<number, number>()
  const byHand = folds.flatMap(({ leader, isAlike }, fold): HandGroup[] => {
    const own = members[fold] ?? []
    // A link may name a node that leads nothing.
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

/** By node: what the outermost leads of those above it, itself among them; -1 where none leads anything. Parents in a circle are taken for none. */
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
