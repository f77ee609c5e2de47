import type { NodeId, RunId } from '#contract/ids.ts'
import type { IntegrityReport, NodeReuse } from '#contract/integrity.ts'
import type { RunAudit } from './RunAudit.ts'
import { countNodeIds, type NodeUse, reusedIds, reuseOf } from './reusedIds.ts'

/**
 * A request for a node as in the old API. `run_id` is undefined if the request names no run; callers must pass it
 * explicitly.
 */
export type NodeQuestion = { readonly run_id: RunId | undefined; readonly node_id: NodeId }

/** Which runs use each node id, collected from their audits. Memory holds the ids of runs and nodes. */
export class NodeUses {
  readonly #uses = new Map<NodeId, NodeUse[]>()

  /** Adds a run. Call once per run. */
  take({ run_id, nodes }: Pick<RunAudit, 'run_id' | 'nodes'>): void {
    for (const { node_id, ...rows } of nodes) {
      const known = this.#uses.get(node_id)
      if (known) known.push({ run_id, ...rows })
      else this.#uses.set(node_id, [{ run_id, ...rows }])
    }
  }

  nodeIds(): IntegrityReport['node_ids'] {
    return countNodeIds(this.#uses.keys())
  }

  reusedIds(): IntegrityReport['reused_ids'] {
    return reusedIds(this.#uses)
  }

  /**
   * Compares what the node id alone returns with what the run has under it, or a typical run if none is given.
   * Undefined for an id that no run uses, or that the given run does not use.
   */
  reuseOf({ node_id, run_id }: NodeQuestion): NodeReuse | undefined {
    return reuseOf({ node_id, uses: this.#uses.get(node_id) ?? [] }, run_id)
  }
}
