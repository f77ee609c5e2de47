import type { EventId } from '#contract/ids.ts'
import type { RunError } from '#src/api/errorQueries.ts'

/** The open event, and its order in the run if known. */
export type OpenEvent = { readonly event_id: EventId; readonly execution_order: number | undefined }

/**
 * The index of the next or previous error from the open event, wrapping around at the ends. Without an open event, or
 * if its order is unknown, the first or the last. Undefined if there are no errors.
 *
 * @param errors in execution order
 */
export function stepToError(errors: readonly RunError[], open: OpenEvent | undefined, by: 1 | -1): number | undefined {
  if (errors.length === 0) return undefined
  const around = (place: number) => (place + errors.length) % errors.length
  const here = open ? errors.findIndex(({ event_id }) => event_id === open.event_id) : -1
  if (here >= 0) return around(here + by)
  const order = open?.execution_order
  if (order === undefined) return by > 0 ? 0 : errors.length - 1
  const after = errors.findIndex(({ execution_order }) => (execution_order ?? Infinity) > order)
  const next = after < 0 ? errors.length : after
  return around(by > 0 ? next : next - 1)
}
