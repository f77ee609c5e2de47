/**
 * How classes fold further: a forest whose leaves are the classes, by number, and whose inner places fold everything
 * below them. Places are numbered after the classes, in folding order, so that the first few places fold the least.
 */
export type FoldTree = {
  /** Indexed by class, then by place: the parent place, which has a higher number; -1 for none. */
  readonly above: Int32Array
  /** By place, from 0: its name, and how many kinds of nodes it folds. */
  readonly labels: readonly string[]
  readonly kinds: Int32Array
  /** How many of the first places fold groups defined by `parent_node_id`. */
  readonly groups: number
}

/** The outermost unopened place above a class among the first `merges`; the class itself if there is none. */
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
