import type { RunId } from '#contract/ids.ts'
import { timestampOf } from '#contract/timestamps.ts'
import { runQueries } from '#src/api/runQueries.ts'
import { formatClock } from '#src/lib/format.ts'
import { useQuery } from '@tanstack/react-query'

/** The time of day at which the shown state of a run was read, `14:02:11`; undefined before it is. */
export function useReadAt(run_id: RunId): string | undefined {
  const { dataUpdatedAt } = useQuery(runQueries.detail(run_id))
  return dataUpdatedAt === 0 ? undefined : formatClock(timestampOf(dataUpdatedAt * 1000)).slice(0, 8)
}
