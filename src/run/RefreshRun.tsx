import type { RunRow } from '#contract/summaries.ts'
import { runKey } from '#src/api/keys.ts'
import { refreshRun } from '#src/api/refreshRun.ts'
import { ActionIcon } from '@mantine/core'
import { useIsFetching, useQueryClient } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import { useReadAt } from './useReadAt.ts'

/** Reads the run again. Says on hover when it was read. */
export function RefreshRun({ run_id }: Pick<RunRow, 'run_id'>) {
  const client = useQueryClient()
  const readAt = useReadAt(run_id)
  const isFetching = useIsFetching({ queryKey: runKey(run_id) }) > 0
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      title={readAt === undefined ? 'Refresh run' : `Refresh run. What you see was read at ${readAt}.`}
      aria-label="Refresh run"
      onClick={() => refreshRun(client, run_id)}
    >
      <RefreshCw size={15} aria-hidden className={isFetching ? 'turns' : undefined} />
    </ActionIcon>
  )
}
