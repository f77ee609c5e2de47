import type { RunId } from '#contract/ids.ts'
import * as z from 'zod/mini'
import type { RunAudit } from '#server/store/audits/RunAudit.ts'
import { FindingGroups } from '#server/store/audits/FindingGroups.ts'

/** The audit of a run whose rows could not be read, with the run's revision before the attempt. */
export function unreadableRun(run_id: RunId, revision: number, error: unknown): RunAudit {
  const groups = new FindingGroups()
  groups.add({
    kind: 'run_unreadable',
    run_id,
    node_id: null,
    event_id: null,
    table: 'workflow_runs',
    key: run_id,
    rows: 1,
    detail: `The run could not be checked: ${whyOf(error)}.`,
  })
  return { run_id, revision, groups: groups.groups(), nodes: [], awaited: [], offered: [] }
}

/** Which column could not be read and why, never its value. */
function whyOf(error: unknown): string {
  const [issue] = error instanceof z.core.$ZodError ? error.issues : []
  if (issue === undefined) return 'its rows could not be read from the database'
  return `in the column ${issue.path.map(String).join('.')}, ${issue.message}`
}
