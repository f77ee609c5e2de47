/** How far to fold: classes with at least `foldFrom` members, and the first `merges` places of the fold tree. */
export type FoldDepth = { readonly foldFrom: number; readonly merges: number }

/**
 * A group that the reader folded, identified by its leading node; with `isAlike`, the groups of all nodes that fold
 * into the same place as that node.
 */
export type HandFold = { readonly leader: number; readonly isAlike: boolean }
