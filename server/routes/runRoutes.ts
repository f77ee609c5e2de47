import type { Handlers } from '#server/http/endpoint.ts'
import { pageFor } from '#server/http/paging.ts'
import type { Repositories } from '#server/ports.ts'
import type { DAGMetadataEnricher } from '#server/services/DAGMetadataEnricher.ts'
import { inKnownRun, notFound } from './known.ts'

type RunEndpoint = 'listSessions' | 'listRuns' | 'runFacets' | 'getRun' | 'getDag' | 'getRunSummary'

const GLOBAL = {} as const

export function runRoutes(repositories: Repositories, enricher: DAGMetadataEnricher): Handlers<RunEndpoint> {
  const { runs, sessions, summaries } = repositories
  return {
    listSessions: ({ query }) =>
      pageFor({ name: 'sessions', scope: GLOBAL, filter: {} }, query, (page) => sessions.listSessions(page)),

    listRuns({ query }) {
      const { cursor, limit, ...filter } = query
      return pageFor({ name: 'runs', scope: GLOBAL, filter }, { cursor, limit }, (page) => runs.listRuns(filter, page))
    },

    runFacets: async () => ({ scope: GLOBAL, item: await runs.facets() }),

    async getRun({ params }) {
      const item = await runs.findRun(params.run_id)
      return item === undefined ? notFound('run') : { scope: params, item }
    },

    getDag: ({ params }) =>
      inKnownRun(repositories, params.run_id, async () => ({
        scope: params,
        ...(await enricher.enrichGraph(params.run_id)),
      })),

    getRunSummary: ({ params }) =>
      inKnownRun(repositories, params.run_id, async () => ({
        scope: params,
        item: { ...params, summary: await summaries.summarizeRun(params.run_id) },
      })),
  }
}
