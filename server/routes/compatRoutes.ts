import type { Handlers } from '#server/http/endpoint.ts'
import type { nodeRoutes } from './nodeRoutes.ts'

type CompatEndpoint = 'compatNodeEvents' | 'compatNodeSummary' | 'compatNodeFiles'

/**
 * The paths of the old system, which named a node without its run. Each builds the NodeRef first and then calls the
 * canonical endpoint, so nothing here can read by a bare node id.
 */
export const compatRoutes = (nodes: ReturnType<typeof nodeRoutes>): Handlers<CompatEndpoint> => ({
  compatNodeEvents({ params: { node_id }, query: { run_id, ...query } }) {
    return nodes.listNodeEvents({ params: { run_id, node_id }, query })
  },
  compatNodeSummary({ params: { node_id }, query: { run_id } }) {
    return nodes.getNodeSummary({ params: { run_id, node_id }, query: {} })
  },
  compatNodeFiles({ params: { node_id }, query: { run_id, ...query } }) {
    return nodes.listNodeFiles({ params: { run_id, node_id }, query })
  },
})
