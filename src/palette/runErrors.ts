import type { EventId } from '#contract/ids.ts'
import type { RunError } from '#src/api/errorQueries.ts'

/** The event that is open, and where it stands in the order of the run as far as that is known. */
export type OpenEvent = { readonly event_id: EventId; readonly execution_order: number | undefined }

/**
 * The place of the error after or before the event that is open, around the ends; without an open event, or where its
 * place in the order is not known, the first or the last. Undefined where there is no error.
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
