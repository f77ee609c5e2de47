import type { RunId } from '#contract/ids.ts'
import type { QueryClient } from '@tanstack/react-query'
import { GLOBAL_KEY, runKey, subjectOf } from './keys.ts'

/** Refetches everything on screen about a run, and the lists that contain it. */
export function refreshRun(client: QueryClient, run_id: RunId): void {
  void client.invalidateQueries({
    queryKey: runKey(run_id),
    // A layout depends on the topology alone; only data from the server can have changed.
    predicate: ({ queryKey }) => subjectOf(run_id, queryKey) !== 'layout',
  })
  void client.invalidateQueries({ queryKey: GLOBAL_KEY })
}
