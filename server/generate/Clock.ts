import type { DAGEdge } from '#contract/entities.ts'
import type { NodeId, NodeRef } from '#contract/ids.ts'

/** 1 February 2026, 8 o'clock: generated runs tell no real time. */
const BEGAN_US = Date.UTC(2026, 1, 1, 8) * 1000

/** When the nodes of a run begin: each once all of its predecessors have ended. Microseconds since 1970. */
export class Clock {
  readonly first = BEGAN_US
  last = BEGAN_US
  readonly #before = new Map<NodeId, NodeId[]>()
  readonly #ended = new Map<NodeId, number>()

  constructor(edges: readonly DAGEdge[]) {
    for (const { from_node_id, to_node_id } of edges) {
      const known = this.#before.get(to_node_id)
      if (known) known.push(from_node_id)
      else this.#before.set(to_node_id, [from_node_id])
    }
  }

  /** Nodes must be asked for in topological order. */
  startOf({ node_id }: NodeRef): number {
    const before = this.#before.get(node_id) ?? []
    return before.reduce((latest, from) => Math.max(latest, this.#ended.get(from) ?? BEGAN_US), BEGAN_US)
  }

  finish({ node_id }: NodeRef, ended: number): void {
    this.#ended.set(node_id, ended)
    this.last = Math.max(this.last, ended)
  }
}
