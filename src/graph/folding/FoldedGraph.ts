/** Nodes that are drawn as one. */
export type FoldClass = {
  /** The same for as long as the class goes on, whatever members come: see `keptIdentities`. */
  readonly id: string
  readonly label: string
  /** Indices into the nodes, rising; at least one. */
  readonly members: readonly number[]
  /** Rounds of an unrolled loop that the class stands for, the most that one of its loops has; 1 where it is no loop. */
  readonly rounds: number
  /** Members of the same kind that stand beside the class because a reader must see them; 0 for those themselves. */
  readonly drawnOut: number
}

export type FoldedGraph = {
  /** Every node is in exactly one class; classes stand in the order of their first members. */
  readonly classes: readonly FoldClass[]
  /** The class of each node. */
  readonly classOf: Int32Array
  /** Pairs of classes that an edge leads between, each once, by their first class. No edge within a class, but for loops of one node. */
  readonly edges: readonly (readonly [from: number, to: number])[]
}
