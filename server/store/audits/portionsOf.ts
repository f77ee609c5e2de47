import type { RunId } from '#contract/ids.ts'

/** Runs that are audited together have at most this many events in total, unless a single run has more. */
const EVENTS_AT_ONCE = 20_000

/** Splits runs, in order, into portions that can each be audited at once. */
export function* portionsOf(
  rows: readonly { readonly run_id: RunId; readonly event_count: number }[],
): Generator<readonly RunId[]> {
  let portion: RunId[] = []
  let events = 0
  for (const { run_id, event_count } of rows) {
    if (portion.length > 0 && events + event_count > EVENTS_AT_ONCE) {
      yield portion
      portion = []
      events = 0
    }
    portion.push(run_id)
    events += event_count
  }
  if (portion.length > 0) yield portion
}
