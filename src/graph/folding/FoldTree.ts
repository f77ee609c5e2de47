/**
 * What folds further than by classes: a forest whose leaves are the classes, by their numbers, and whose other places fold whatever is under them. Places are numbered after the
 * classes in the order in which they are to be folded, so that the first few are the least that is.
 */
export type FoldTree = {
  /** By class and then by place: the place above it, which has a higher number; -1 for none. */
  readonly above: Int32Array
  /** By place, from 0: its name, and how many kinds of nodes it folds. */
  readonly labels: readonly string[]
  readonly kinds: Int32Array
  /** How many of the first places fold groups that nodes name as their parent. */
  readonly groups: number
}

/** A class and the places above it among the first `merges`, the outermost first. */
export function wayTo({ above, labels }: FoldTree, of: number, merges: number): readonly number[] {
  const end = above.length - labels.length + merges
  const way = [of]
  for (let at = above[of] ?? -1; at >= 0 && at < end; at = above[at] ?? -1) way.push(at)
  return way.reverse()
}
