import * as z from 'zod/mini'

const count = z.int().check(z.minimum(0))

/** How much telemetry came. */
export const ReceivedTelemetry = z.strictObject({
  traces: count,
  /**
   * Traces that no run was drawn from: no span of theirs tells of an agent's work, as a request or a model's call alone
   * does not. They are kept, and drawn once a span says more.
   */
  traces_without_run: count,
})
export type ReceivedTelemetry = Readonly<z.output<typeof ReceivedTelemetry>>
