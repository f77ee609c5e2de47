import type { NodeId } from '#contract/ids.ts'
import { statusToken } from '#src/theme/statusTokens.ts'
import type { Lane } from './layoutLanes.ts'

/** All lanes, or only those of nodes that failed and of errors. O(lanes). */
export const shownLanes = (lanes: readonly Lane[], show: 'all' | 'failed'): readonly Lane[] =>
  show === 'all'
    ? lanes
    : lanes.filter(
        (lane) => lane.errorCount > 0 || (lane.kind === 'node' && statusToken(lane.node.status).tone === 'failed'),
      )

/**
 * By lane: 1 if its node does not match the filter, else 0. The run's own lane is no node and never matches. Undefined
 * without a filter.
 */
export const backOf = (lanes: readonly Lane[], matching: ReadonlySet<NodeId> | undefined): Uint8Array | undefined =>
  matching && Uint8Array.from(lanes, (lane) => (lane.kind === 'node' && matching.has(lane.node.node_id) ? 0 : 1))
