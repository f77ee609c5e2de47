/** Nodes drawn as one. */
export type FoldClass = {
  /** Stays the same while the class exists, even as members join: see `keptIdentities`. */
  readonly id: string
  readonly label: string
  /** Indices into the nodes, ascending; at least one. */
  readonly members: readonly number[]
  /** Rounds of the unrolled loop that the class stands for, the maximum over its loops; 1 if it is not a loop. */
  readonly rounds: number
  /** Members of the same kind drawn outside the class because the reader must see them; 0 for the class of those members. */
  readonly drawnOut: number
}

export type FoldedGraph = {
  /** Every node is in exactly one class; classes are ordered by their first members. */
  readonly classes: readonly FoldClass[]
  /** The class of each node. */
  readonly classOf: Int32Array
  /**
   * Pairs of classes connected by an edge, each once, ordered by first class. No edges within a class, except
   * self-loops of one node.
   */
  readonly edges: readonly (readonly [from: number, to: number])[]
}
