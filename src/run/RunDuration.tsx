import type { RunRow } from '#contract/summaries.ts'
import { millisecondsBetween } from '#contract/timestamps.ts'
import { isLive } from '#contract/words.ts'
import { formatSeconds, formatDuration } from '#src/lib/format.ts'
import { runningMs } from '#src/lib/runningMs.ts'
import { useNow } from '#src/ui/hooks/useNow.ts'

type Props = { readonly run: RunRow }

/** How long a run took, or has been running. */
export function RunDuration({ run }: Props) {
  if (run.started_at !== null && run.completed_at !== null)
    return <span className="tabular">{formatDuration(millisecondsBetween(run.started_at, run.completed_at))}</span>
  return isLive(run.status) ? <SoFar run={run} /> : <span>not recorded</span>
}

/** A separate component, so that only a running run has a timer. */
function SoFar({ run }: Props) {
  const soFar = runningMs(run, useNow('second'))
  if (soFar === undefined || soFar === 'abandoned') return <span>no end recorded</span>
  return <span className="tabular">{formatSeconds(soFar)} so far</span>
}
