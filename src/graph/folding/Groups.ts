import { wayTo } from './FoldTree.ts'
import type { Far } from './foldAsNeeded.ts'
import type { Kindred } from './Kindred.ts'
import type { Relation } from './Relation.ts'
import { roundsIn } from './unrolledLoops.ts'

/** How far is folded, but for what the reader opened: each of these nodes opens the outermost that still holds it. */
export type Folds = Far & { readonly opened: readonly number[] }

/** Classes that are folded into one, or one class, folded or not. */
export type Group = {
  readonly label: string
  /** How many kinds of nodes are in it. */
  readonly kinds: number
  /** Its first node. */
  readonly first: number
  readonly isFolded: boolean
  /** The class, or the place in the tree of what folds further, that it is of. */
  readonly place: number
}

export type Groups = {
  readonly groups: readonly Group[]
  /** The group of each class. */
  readonly groupOf: Int32Array
  /** What each of the opened nodes opens, by its place. */
  readonly openedPlaces: readonly number[]
}

/** From this many classes that must be seen on, what folds them is left open. */
const SEEN_MAX = 24

/**
 * What is one card at most. A class with a member that must be seen stands apart from what it is folded into; what is left of that is parted by which of these classes it leads to,
 * so that it stands before and after nothing that it did not before: ways only lead from what leads to more of them to what leads to fewer. O(V + E), and O(E) for each such class.
 *
 * @param isSeen by class
 * @param before the classes that lead to each class
 */
export function groupsOf(kindred: Kindred, folds: Folds, isSeen: Uint8Array, before: () => Relation): Groups {
  const { classOf, sizes, first, labels, tree } = kindred
  const count = sizes.length
  const ways = Array.from(sizes, (_, of) => (tree && folds.merges > 0 ? wayTo(tree, of, folds.merges) : [of]))
  const opened = new Set<number>()
  const openedPlaces = folds.opened.map((node) => {
    const of = classOf[node] ?? 0
    const place = ways[of]?.find((one) => !opened.has(one)) ?? of
    opened.add(place)
    return place
  })
  const placeOf = Int32Array.from(ways, (way, of) => way.find((one) => !opened.has(one)) ?? of)
  const keys = apartFrom(placeOf, isSeen, count, before)
  const numbers = new Map<string | number, number>()
  const members: number[][] = []
  const groupOf = Int32Array.from(keys, (key, of) => {
    const known = numbers.get(key)
    if (known !== undefined) {
      members[known]?.push(of)
      return known
    }
    numbers.set(key, members.length)
    return members.push([of]) - 1
  })
  const groups = members.map((own): Group => {
    const [of = 0] = own
    const place = placeOf[of] ?? of
    if (own.length === 1) {
      const size = sizes[of] ?? 1
      return {
        label: labels[of] ?? '',
        kinds: 1,
        first: first[of] ?? 0,
        isFolded: size > 1 && size >= folds.foldFrom && !opened.has(of),
        place: of,
      }
    }
    const kinds = new Set(own.map((one) => kindred.kinds[one])).size
    const isOneOfMany = kinds === 1 && (tree?.kinds[place - count] ?? 1) > 1
    return {
      label: (isOneOfMany ? labels[of] : tree?.labels[place - count]) ?? '',
      kinds,
      first: own.reduce((least, one) => Math.min(least, first[one] ?? 0), Number.POSITIVE_INFINITY),
      isFolded: true,
      place,
    }
  })
  return { groups, groupOf, openedPlaces }
}

/** Rounds of the loop that these nodes of a group are; 1 where it is none, or folds more than a loop. */
export const roundsOf = ({ place }: Group, { sizes, roundStarts }: Kindred, members: readonly number[]): number =>
  place < sizes.length ? roundsIn(members, roundStarts) : 1

/** What is the same for classes of one group. */
function apartFrom(
  placeOf: Int32Array,
  isSeen: Uint8Array,
  count: number,
  before: () => Relation,
): readonly (number | string)[] {
  const keys: (number | string)[] = Array.from(placeOf)
  const seen = new Map<number, number[]>()
  placeOf.forEach((place, of) => {
    if (place < count || isSeen[of] === 0) return
    const known = seen.get(place)
    if (known) known.push(of)
    else seen.set(place, [of])
  })
  if (seen.size === 0) return keys
  const { starts, sources } = before()
  for (const [place, classes] of seen) {
    const isLeftOpen = classes.length > SEEN_MAX
    if (isLeftOpen) placeOf.forEach((own, of) => own === place && (keys[of] = of))
    for (const goal of isLeftOpen ? [] : classes) {
      const reached = new Set([goal])
      for (const of of reached) {
        for (let at = starts[of] ?? 0; at < (starts[of + 1] ?? 0); at++) {
          const source = sources[at] ?? 0
          if (placeOf[source] === place) reached.add(source)
        }
      }
      for (const of of reached) keys[of] = `${keys[of]} ${goal}`
    }
    for (const of of classes) keys[of] = of
  }
  return keys
}
