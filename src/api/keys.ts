import type { NodeRef, RunId } from '#contract/ids.ts'

/** The only query keys in the program. Whatever belongs to a run begins with that run; a node's key contains its run's. */
export const runKey = (run_id: RunId) => ['run', run_id] as const
export const nodeKey = (ref: NodeRef) => [...runKey(ref.run_id), 'node', ref.node_id] as const
export const GLOBAL_KEY = ['global'] as const
