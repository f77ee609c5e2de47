import type { NodeRef, RunId } from '#contract/ids.ts'
import type { SqlParams } from '../SqlParams.ts'

/** The rows of one run. Every list of a run's rows begins with this condition or the next. */
export const inRun = (run_id: RunId, params: SqlParams): readonly string[] => [`run_id = ${params.bind(run_id)}::uuid`]

/** The rows of one node in its run. */
export const inNode = ({ run_id, node_id }: NodeRef, params: SqlParams): readonly string[] => [
  ...inRun(run_id, params),
  `node_id = ${params.bind(node_id)}::text`,
]
