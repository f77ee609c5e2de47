import type { RunId } from '#contract/ids.ts'
import type { QueryClient } from '@tanstack/react-query'
import { GLOBAL_KEY, runKey, subjectOf } from './keys.ts'

/** Reads again whatever is on screen of a run, and of the lists that it stands in. */
export function refreshRun(client: QueryClient, run_id: RunId): void {
  void client.invalidateQueries({
    queryKey: runKey(run_id),
    // A layout follows from the topology alone; only what the server holds can have changed.
    predicate: ({ queryKey }) => subjectOf(run_id, queryKey) !== 'layout',
  })
  void client.invalidateQueries({ queryKey: GLOBAL_KEY })
}
