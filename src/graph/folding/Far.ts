/** How far is folded: classes from so many members on, and the first so many of what folds further. */
export type Far = { readonly foldFrom: number; readonly merges: number }
