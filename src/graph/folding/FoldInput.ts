/** What folding reads of a node. Other changes during a run do not affect folding. */
export type FoldNode = {
  readonly node_id: string
  readonly node_type: string
  readonly agent: string | null
  readonly label: string | null
  readonly status: string
  readonly parent_node_id: string | null
}

/** A graph to fold. `edges` are pairs of indices into `nodes`; duplicate edges, self-loops and cycles are allowed. */
export type FoldInput = {
  readonly nodes: readonly FoldNode[]
  readonly edges: readonly (readonly [from: number, to: number])[]
}
