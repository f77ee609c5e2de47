import type { Handlers } from '#server/http/endpoint.ts'
import type { SpanStore } from '#server/telemetry/SpanStore.ts'

/** What came of the telemetry that was received. */
export const telemetryRoutes = (spans: Pick<SpanStore, 'received'>): Handlers<'getTelemetry'> => ({
  getTelemetry: async () => ({ scope: {}, item: await spans.received() }),
})
