import type { Handlers } from '#server/http/endpoint.ts'
import { columnsFor, pageFor } from '#server/http/paging.ts'
import type { Repositories } from '#server/ports.ts'
import { eventTree } from '#server/services/eventTree.ts'
import { inKnownRun, notFound } from './known.ts'

type EventEndpoint = 'listRunEvents' | 'getRunEventColumns' | 'getEvent' | 'getEventTree'

export function eventRoutes(repositories: Repositories): Handlers<EventEndpoint> {
  const { events } = repositories
  return {
    listRunEvents({ params, query }) {
      const { cursor, limit, ...filter } = query
      return inKnownRun(repositories, params.run_id, () =>
        pageFor({ name: 'runEvents', scope: params, filter }, { cursor, limit }, (page) =>
          events.listEventsForRun(params.run_id, filter, page),
        ),
      )
    },

    getRunEventColumns({ params, query: { part, ...asked } }) {
      return inKnownRun(repositories, params.run_id, () =>
        columnsFor({ name: 'runEventColumns', scope: params, filter: { part } }, asked, (page) =>
          events.listEventBriefsForRun(params.run_id, part, page),
        ),
      )
    },

    async getEvent({ params: { run_id, event_id } }) {
      const item = await events.findEvent(run_id, event_id)
      return item === undefined ? notFound('event in this run') : { scope: { run_id }, item }
    },

    async getEventTree({ params: { event_id } }) {
      const { rows, truncated } = await events.getEventTree(event_id)
      const items = eventTree(event_id, rows)
      const root = items[0]
      if (root === undefined) return notFound('event')
      const { run_id } = root.event
      return { scope: { run_id }, root_event_id: event_id, items, total: items.length, truncated }
    },
  }
}
