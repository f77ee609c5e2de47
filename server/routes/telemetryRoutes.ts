import type { Handlers } from '#server/http/endpoint.ts'
import { isRefusal, refuse } from '#server/http/context.ts'
import { pageFor } from '#server/http/paging.ts'
import { unassignedCall, unassignedCallRow } from '#server/telemetry/projection/unassignedCall.ts'
import type { SpanStore } from '#server/store/ports/spans.ts'

const GLOBAL = {} as const

/** What became of received telemetry. */
export const telemetryRoutes = (
  spans: Pick<SpanStore, 'received' | 'backlog' | 'listSetAside' | 'listUnassignedCalls' | 'findUnassignedCall'>,
): Handlers<'getTelemetry' | 'listUnassignedCalls' | 'getUnassignedCall'> => ({
  async getTelemetry() {
    const [received, waiting, set_aside] = await Promise.all([spans.received(), spans.backlog(), spans.listSetAside()])
    return { scope: GLOBAL, item: { ...received, waiting, set_aside } }
  },

  async listUnassignedCalls({ query }) {
    const page = await pageFor({ name: 'unassignedCalls', scope: GLOBAL, filter: {} }, query, (asked) =>
      spans.listUnassignedCalls(asked),
    )
    return isRefusal(page) ? page : { ...page, items: page.items.map(unassignedCallRow) }
  },

  async getUnassignedCall({ params }) {
    const found = await spans.findUnassignedCall(params)
    return found === undefined
      ? refuse('not_found', 'There is no such unassigned call. One that existed has become part of a run.')
      : { scope: GLOBAL, item: unassignedCall(found) }
  },
})
