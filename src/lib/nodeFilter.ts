/**
 * A filter of a run's nodes. An empty list or text and an undefined duration do not filter; the rest must all match.
 * Stored in the link as is.
 */
export type NodeFilter = {
  /** Status words as recorded. */
  readonly statuses: readonly string[]
  readonly agents: readonly string[]
  /** Milliseconds; above 0. */
  readonly min_ms: number | undefined
  /** Searched in names, ids, types and agents, ignoring case. */
  readonly text: string
}

export const NO_NODE_FILTER: NodeFilter = { statuses: [], agents: [], min_ms: undefined, text: '' }

export const isFiltering = ({ statuses, agents, min_ms, text }: NodeFilter): boolean =>
  statuses.length > 0 || agents.length > 0 || min_ms !== undefined || text !== ''
