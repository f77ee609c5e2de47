import type { Handlers } from '#server/http/endpoint.ts'
import { isRefusal, refuse } from '#server/http/context.ts'
import { pageFor } from '#server/http/paging.ts'
import { looseCall, looseCallRow } from '#server/telemetry/projection/looseCall.ts'
import type { SpanStore } from '#server/store/ports/spans.ts'

const GLOBAL = {} as const

/** What became of received telemetry. */
export const telemetryRoutes = (
  spans: Pick<SpanStore, 'received' | 'backlog' | 'listSetAside' | 'listLooseCalls' | 'findLooseCall'>,
): Handlers<'getTelemetry' | 'listLooseCalls' | 'getLooseCall'> => ({
  async getTelemetry() {
    const [received, waiting, set_aside] = await Promise.all([spans.received(), spans.backlog(), spans.listSetAside()])
    return { scope: GLOBAL, item: { ...received, waiting, set_aside } }
  },

  async listLooseCalls({ query }) {
    const page = await pageFor({ name: 'looseCalls', scope: GLOBAL, filter: {} }, query, (asked) =>
      spans.listLooseCalls(asked),
    )
    return isRefusal(page) ? page : { ...page, items: page.items.map(looseCallRow) }
  },

  async getLooseCall({ params }) {
    const found = await spans.findLooseCall(params)
    return found === undefined
      ? refuse('not_found', 'There is no such unassigned call. One that existed has become part of a run.')
      : { scope: GLOBAL, item: looseCall(found) }
  },
})
