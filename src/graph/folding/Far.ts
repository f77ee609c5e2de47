/** How far is folded: classes from so many members on, and the first so many of what folds further. */
export type Far = { readonly foldFrom: number; readonly merges: number }

/** A group that the reader folds, by the node that leads it; or with `isAlike` the groups of all that stand in one place with that node. */
export type HandFold = { readonly leader: number; readonly isAlike: boolean }
