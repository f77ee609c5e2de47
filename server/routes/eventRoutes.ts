import { CANDIDATES_MAX } from '#contract/errors.ts'
import type { RunId } from '#contract/ids.ts'
import { type Refusal, refuse } from '#server/http/context.ts'
import type { Handlers } from '#server/http/endpoint.ts'
import { columnsFor, pageFor } from '#server/http/paging.ts'
import type { Repositories } from '#server/store/ports/store.ts'
import { eventTree } from '#server/http/eventTree.ts'
import { inExistingRun, notFound } from './requireExisting.ts'

type EventEndpoint = 'listRunEvents' | 'getRunEventColumns' | 'getEvent' | 'getEventTree'

export function eventRoutes(repositories: Repositories): Handlers<EventEndpoint> {
  const { events } = repositories
  return {
    listRunEvents({ params, query }) {
      const { cursor, limit, ...filter } = query
      return inExistingRun(repositories, params.run_id, () =>
        pageFor({ name: 'runEvents', scope: params, filter }, { cursor, limit }, (page) =>
          events.listEventsForRun(params.run_id, filter, page),
        ),
      )
    },

    getRunEventColumns({ params, query: { part, ...asked } }) {
      return inExistingRun(repositories, params.run_id, () =>
        columnsFor({ name: 'runEventColumns', scope: params, filter: { part } }, asked, (page) =>
          events.listEventBriefsForRun(params.run_id, part, page),
        ),
      )
    },

    async getEvent({ params: { run_id, event_id } }) {
      const item = await events.findEvent(run_id, event_id)
      return item === undefined ? notFound('event in this run') : { scope: { run_id }, item }
    },

    async getEventTree({ params: { event_id }, query }) {
      const runs = query.run_id === undefined ? await events.runsOfEvent(event_id, CANDIDATES_MAX + 1) : [query.run_id]
      const [run_id, ...others] = runs
      if (run_id === undefined) return notFound('event')
      if (others.length > 0) return ambiguous(runs)
      const { rows, truncated } = await events.getEventTree(run_id, event_id)
      const items = eventTree(event_id, rows)
      if (items.length === 0) return notFound('event')
      return { scope: { run_id }, root_event_id: event_id, items, total: items.length, truncated }
    },
  }
}

function ambiguous(runs: readonly RunId[]): Refusal {
  const candidates = runs.slice(0, CANDIDATES_MAX)
  const many = runs.length > candidates.length ? `More than ${candidates.length}` : runs.length
  const detail = `${many} runs have an event with this id. Add ?run_id= to choose one.`
  return { ...refuse('ambiguous_event', detail), candidates }
}
