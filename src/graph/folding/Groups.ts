import { outermost } from './FoldTree.ts'
import type { Far, HandFold } from './Far.ts'
import type { Kindred } from './Kindred.ts'
import type { Relation } from './Relation.ts'
import { numbered } from './numbered.ts'
import { roundsIn } from './unrolledLoops.ts'

/** So many members of one class and status stand singly; more of them stand together, apart from the others. */
export const SINGLES = 6

/** How far is folded, but for what the reader opened: each of these nodes opens the outermost that still holds it. And what groups the reader folds. */
export type Folds = Far & { readonly opened: readonly number[]; readonly byHand: readonly HandFold[] }

/** What each class is folded into at most. */
export type Places = {
  /** By class: itself, or a place in the tree of what folds further. */
  readonly placeOf: Int32Array
  readonly opened: ReadonlySet<number>
  /** What each of the opened nodes opens, by its place. */
  readonly openedPlaces: readonly number[]
}

/** Classes that are folded into one, or one class, folded or not. */
export type Group = {
  readonly label: string
  /** How many kinds of nodes are in it. */
  readonly kinds: number
  /** Its first node. */
  readonly first: number
  readonly isFolded: boolean
  /** How many of its members that must be seen stand singly, of each status. */
  readonly singles: number
  /** The class, or the place in the tree of what folds further, that it is of. */
  readonly place: number
}

export type Groups = {
  readonly groups: readonly Group[]
  /** The group of each class. */
  readonly groupOf: Int32Array
}

/** Of what folds further, so many classes with something that must be seen stand by themselves; more of them stand together. */
const SEEN_MAX = 8

/** So many of these members of one status stand singly, for there are others of other ranks. */
const SINGLES_OF_MANY = 2

/** O(classes · depth of the tree). */
export function placesOf({ classOf, sizes, tree }: Kindred, folds: Pick<Folds, 'merges' | 'opened'>): Places {
  const opened = new Set<number>()
  const placeIn = (of: number) => (tree && folds.merges > 0 ? outermost(tree, of, folds.merges, opened) : of)
  const openedPlaces = folds.opened.map((node) => {
    const place = placeIn(classOf[node] ?? 0)
    opened.add(place)
    return place
  })
  const placeOf = sizes.map((_, of) => placeIn(of))
  return { placeOf, opened, openedPlaces }
}

/** Whether a place folds a group that nodes name as their parent. */
export const isGroupPlace = ({ sizes, tree }: Kindred, place: number): boolean =>
  place >= sizes.length && place < sizes.length + (tree?.groups ?? 0)

/**
 * What is one card at most. A class with a member that must be seen stands apart from what it is folded into, and what is left of that is parted by its rank: how many such classes
 * stand before it there on the longest way. Ways never lead to a lower rank, and to such a class only from a lower one, so nothing stands both before and after another. O(V + E).
 *
 * @param isSeen by class
 * @param before the classes that lead to each class
 */
export function groupsOf(
  kindred: Kindred,
  { foldFrom }: Far,
  { placeOf, opened }: Places,
  isSeen: Uint8Array,
  before: () => Relation,
): Groups {
  const { sizes, first, labels, tree } = kindred
  const count = sizes.length
  const keys = apartFrom(placeOf, isSeen, count, before)
  const groupOf = numbered(count, (of) => keys[of])
  const members: number[][] = []
  groupOf.forEach((group, of) => {
    const known = members[group]
    if (known) known.push(of)
    else members.push([of])
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
        isFolded: size > 1 && size >= foldFrom && !opened.has(of),
        singles: SINGLES,
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
      singles: SINGLES_OF_MANY,
      place,
    }
  })
  return { groups, groupOf }
}

/** Rounds of the loop that these nodes of a group are; 1 where it is none, or folds more than a loop. */
export const roundsOf = ({ place }: Group, { sizes, roundStarts }: Kindred, members: readonly number[]): number =>
  place < sizes.length ? roundsIn(members, roundStarts) : 1

/** Ranks are told from places by being so many times larger. */
const RANK = 2 ** 26

/** What is the same for classes of one group. */
function apartFrom(placeOf: Int32Array, isSeen: Uint8Array, count: number, before: () => Relation): Float64Array {
  const keys = Float64Array.from(placeOf)
  const seen = new Map<number, number>()
  placeOf.forEach((place, of) => {
    if (place >= count && isSeen[of] === 1) seen.set(place, (seen.get(place) ?? 0) + 1)
  })
  if (seen.size === 0) return keys
  const ranks = ranksOf(placeOf, isSeen, before())
  return keys.map((place, of) => {
    const many = seen.get(place)
    if (many === undefined) return place
    if (isSeen[of] === 1 && many <= SEEN_MAX) return of
    return place + RANK * (1 + 2 * (ranks[of] ?? 0) + (isSeen[of] ?? 0))
  })
}

/** How many classes that must be seen stand on the longest way to each, itself among them, within what it is folded into. */
function ranksOf(placeOf: Int32Array, isSeen: Uint8Array, { starts, sources }: Relation): Int32Array {
  const ranks = new Int32Array(placeOf.length)
  const state = new Uint8Array(placeOf.length) // 0 unseen, 1 on the way, 2 done
  for (let root = 0; root < placeOf.length; root++) {
    const stack = [root]
    for (let of = stack.at(-1); of !== undefined; of = stack.at(-1)) {
      if (state[of] === 2) {
        stack.pop()
        continue
      }
      let rank = 0
      let isReady = true
      for (let at = starts[of] ?? 0; at < (starts[of + 1] ?? 0); at++) {
        const source = sources[at] ?? 0
        if (placeOf[source] !== placeOf[of]) continue
        rank = Math.max(rank, ranks[source] ?? 0)
        // Of a cycle, the edge that closes it does not count.
        if (state[of] === 0 && state[source] === 0) {
          stack.push(source)
          isReady = false
        }
      }
      const isDone = isReady || state[of] === 1
      state[of] = isDone ? 2 : 1
      if (isDone) ranks[of] = rank + (isSeen[of] ?? 0)
    }
  }
  return ranks
}
