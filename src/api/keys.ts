import type { NodeRef, RunId } from '#contract/ids.ts'

/**
 * The only query keys in the program. Every key that belongs to a run begins with that run's key; a node's key begins
 * with its run's.
 */
export const runKey = (run_id: RunId) => ['run', run_id] as const
export const nodeKey = (ref: NodeRef) => [...runKey(ref.run_id), 'node', ref.node_id] as const
export const GLOBAL_KEY = ['global'] as const

/**
 * The subject of a key below a run: the segment after the run, or after the node. A node may itself have such a name.
 */
export function subjectOf(run_id: RunId, key: readonly unknown[]): unknown {
  const own = runKey(run_id)
  if (own.some((part, place) => key[place] !== part)) return undefined
  return key[own.length] === 'node' ? key[own.length + 2] : key[own.length]
}
