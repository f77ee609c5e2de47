import type { RunScope } from '#contract/ids.ts'
import type { Handlers } from '#server/http/endpoint.ts'
import { pageFor } from '#server/http/paging.ts'
import type { Repositories } from '#server/store/ports/store.ts'
import type { DAGMetadataEnricher } from '#server/enrich/DAGMetadataEnricher.ts'
import { packDag } from '#server/http/packDag.ts'
import { inExistingRun, notFound } from './requireExisting.ts'

type RunEndpoint =
  | 'listSessions'
  | 'listRuns'
  | 'runFacets'
  | 'getRecentRuns'
  | 'getRun'
  | 'getDag'
  | 'getDagColumns'
  | 'getRunSummary'
  | 'getRunOverview'

const GLOBAL = {} as const

export function runRoutes(repositories: Repositories, enricher: DAGMetadataEnricher): Handlers<RunEndpoint> {
  const { runs, sessions, summaries } = repositories
  const graphOf = async (scope: RunScope) => ({ scope, ...(await enricher.enrichGraph(scope.run_id)) })
  return {
    listSessions: ({ query }) =>
      pageFor({ name: 'sessions', scope: GLOBAL, filter: {} }, query, (page) => sessions.listSessions(page)),

    listRuns({ query }) {
      const { cursor, limit, ...filter } = query
      return pageFor({ name: 'runs', scope: GLOBAL, filter }, { cursor, limit }, (page) => runs.listRuns(filter, page))
    },

    getRecentRuns: async () => ({ scope: GLOBAL, item: await runs.recentRuns() }),

    runFacets: async () => ({ scope: GLOBAL, item: await runs.facets() }),

    async getRun({ params }) {
      const item = await runs.findRun(params.run_id)
      return item === undefined ? notFound('run') : { scope: params, item }
    },

    getDag: ({ params }) => inExistingRun(repositories, params.run_id, () => graphOf(params)),

    getDagColumns: ({ params }) =>
      inExistingRun(repositories, params.run_id, async () => packDag(await graphOf(params))),

    getRunSummary: ({ params }) =>
      inExistingRun(repositories, params.run_id, async () => ({
        scope: params,
        item: { ...params, summary: await summaries.summarizeRun(params.run_id) },
      })),

    getRunOverview: ({ params }) =>
      inExistingRun(repositories, params.run_id, async () => ({
        scope: params,
        item: { ...params, overview: await summaries.overviewOfRun(params.run_id) },
      })),
  }
}
