import { outermost } from './FoldTree.ts'
import type { FoldDepth, HandFold } from './FoldDepth.ts'
import type { NodeClasses } from './NodeClasses.ts'
import type { Relation } from './Relation.ts'
import { numbered } from './numbered.ts'
import { roundsIn } from './unrolledLoops.ts'

/**
 * Up to this many members of one class and status are drawn singly; more are drawn as one card, apart from the rest.
 */
export const SINGLES = 6

/**
 * How far to fold, except for what the reader opened: each node in `opened` opens the outermost place that still
 * contains it. `byHand` lists the groups that the reader folded.
 */
export type Folds = FoldDepth & { readonly opened: readonly number[]; readonly byHand: readonly HandFold[] }

/** The place that each class folds into at most. */
export type Places = {
  /** By class: the class itself, or a place in the fold tree. */
  readonly placeOf: Int32Array
  readonly opened: ReadonlySet<number>
  /** The place that each opened node opens. */
  readonly openedPlaces: readonly number[]
}

/** Several classes folded into one, or a single class, folded or not. */
export type Group = {
  readonly label: string
  /** How many kinds of nodes it contains. */
  readonly kinds: number
  /** Its first node. */
  readonly first: number
  readonly isFolded: boolean
  /** How many members that must be seen are drawn singly, per status. */
  readonly singles: number
  /** Its class, or its place in the fold tree. */
  readonly place: number
}

export type Groups = {
  readonly groups: readonly Group[]
  /** The group of each class. */
  readonly groupOf: Int32Array
}

/**
 * Within a place of the fold tree, up to this many classes with a node that must be seen are kept apart; more are kept
 * together.
 */
const SEEN_MAX = 8

/** In that case, how many such members per status are drawn singly, because other ranks add more. */
const SINGLES_OF_MANY = 2

/** O(classes · depth of the tree). */
export function placesOf({ classOf, sizes, tree }: NodeClasses, folds: Pick<Folds, 'merges' | 'opened'>): Places {
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

/** Whether a place folds a group defined by `parent_node_id`. */
export const isGroupPlace = ({ sizes, tree }: NodeClasses, place: number): boolean =>
  place >= sizes.length && place < sizes.length + (tree?.groups ?? 0)

/**
 * Decides what is one card at most. A class with a member that must be seen is kept out of the place it folds into, and
 * the remaining classes there are split by rank: the number of such classes before them on the longest path. Paths
 * never lead to a lower rank, and reach such a class only from a lower one, so no card stands both before and after
 * another. O(V + E).
 *
 * @param isSeen by class
 * @param before the classes that lead to each class
 */
export function groupsOf(
  classes: NodeClasses,
  { foldFrom }: FoldDepth,
  { placeOf, opened }: Places,
  isSeen: Uint8Array,
  before: () => Relation,
): Groups {
  const { sizes, first, labels, tree } = classes
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
    const kinds = new Set(own.map((one) => classes.kinds[one])).size
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

/** Rounds of the loop that these nodes of a group form; 1 if it is no loop, or if the place folds more than a loop. */
export const roundsOf = ({ place }: Group, { sizes, roundStarts }: NodeClasses, members: readonly number[]): number =>
  place < sizes.length ? roundsIn(members, roundStarts) : 1

/** Multiplier that separates ranks from places within one key. */
const RANK = 2 ** 26

/** A key per class, equal for classes of one group. */
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

/**
 * For each class, how many classes that must be seen are on the longest path to it, including itself, within the place
 * it folds into.
 */
function ranksOf(placeOf: Int32Array, isSeen: Uint8Array, { starts, sources }: Relation): Int32Array {
  const ranks = new Int32Array(placeOf.length)
  const state = new Uint8Array(placeOf.length) // 0 unseen, 1 on the stack, 2 done
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
        // In a cycle, ignore the edge that closes it.
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
