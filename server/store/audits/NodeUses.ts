import type { NodeId, RunId } from '#contract/ids.ts'
import type { IntegrityReport, NodeReuse } from '#contract/integrity.ts'
import type { RunAudit } from './RunAudit.ts'
import { countNodeIds, type NodeUse, reusedIds, reuseOf } from './reusedIds.ts'

/** A question for a node as the old API took it: `run_id` is undefined where it names none, and that has to be said. */
export type NodeQuestion = { readonly run_id: RunId | undefined; readonly node_id: NodeId }

/** Which runs use each node id, put together from their audits. Memory holds the ids of runs and nodes. */
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

  /** What the id alone returns beside what the run has of it; without a run, beside a typical one. Undefined for an id that no run uses, or not this one. */
  reuseOf({ node_id, run_id }: NodeQuestion): NodeReuse | undefined {
    return reuseOf({ node_id, uses: this.#uses.get(node_id) ?? [] }, run_id)
  }
}
