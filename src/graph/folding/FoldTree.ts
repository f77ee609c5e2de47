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

/** The outermost place among the first `merges` that a class is under, of those that are not opened; the class itself where there is none. */
export function outermost(
  { above, labels }: FoldTree,
  of: number,
  merges: number,
  opened: ReadonlySet<number>,
): number {
  const end = above.length - labels.length + merges
  let found = of
  for (let at = above[of] ?? -1; at >= 0 && at < end; at = above[at] ?? -1) if (!opened.has(at)) found = at
  return found
}
