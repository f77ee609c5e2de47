import { RUNS_COUNTED_MAX } from '#contract/queries.ts'
import type { Handlers } from '#server/http/endpoint.ts'
import { columnsFor, pageFor } from '#server/http/paging.ts'
import type { Repositories } from '#server/store/ports/store.ts'
import type { DAGMetadataEnricher } from '#server/enrich/DAGMetadataEnricher.ts'
import { inExistingNode, notFound } from './requireExisting.ts'

type NodeEndpoint =
  'getNode' | 'listNodeEvents' | 'getNodeEventColumns' | 'getNodeSummary' | 'listNodeFiles' | 'listNodeMessages'

/** Endpoints of one node. `params` is the NodeRef: a path cannot name a node without its run. */
export function nodeRoutes(repositories: Repositories, enricher: DAGMetadataEnricher): Handlers<NodeEndpoint> {
  const { runs, nodes, events, files, messages } = repositories
  return {
    async getNode({ params }) {
      const [item, others, isImported] = await Promise.all([
        nodes.findEnrichedNode(params),
        nodes.countOtherRunsWithNodeId(params),
        runs.isImported(params.run_id),
      ])
      if (item === undefined) return notFound('node in this run')
      return {
        scope: params,
        item,
        other_runs_with_this_node_id: Math.min(others, RUNS_COUNTED_MAX),
        ...(others > RUNS_COUNTED_MAX && { other_runs_are_capped: true as const }),
        ...(isImported && { run_is_imported: true as const }),
      }
    },

    listNodeEvents({ params, query }) {
      const { cursor, limit, ...filter } = query
      return inExistingNode(repositories, params, () =>
        pageFor({ name: 'nodeEvents', scope: params, filter }, { cursor, limit }, (page) =>
          events.listEventsForNodeInRun(params, filter, page),
        ),
      )
    },

    getNodeEventColumns({ params, query: { part, ...asked } }) {
      return inExistingNode(repositories, params, () =>
        columnsFor({ name: 'nodeEventColumns', scope: params, filter: { part } }, asked, (page) =>
          events.listEventBriefsForNodeInRun(params, part, page),
        ),
      )
    },

    getNodeSummary: ({ params }) =>
      inExistingNode(repositories, params, async () => ({
        scope: params,
        item: { ...params, summary: await enricher.enrichNode(params) },
      })),

    listNodeFiles: ({ params, query }) =>
      inExistingNode(repositories, params, () =>
        pageFor({ name: 'nodeFiles', scope: params, filter: {} }, query, (page) =>
          files.listFilesForNodeInRun(params, page),
        ),
      ),

    listNodeMessages: ({ params, query }) =>
      inExistingNode(repositories, params, () =>
        pageFor({ name: 'nodeMessages', scope: params, filter: {} }, query, (page) =>
          messages.listMessagesForNodeInRun(params, page),
        ),
      ),
  }
}
