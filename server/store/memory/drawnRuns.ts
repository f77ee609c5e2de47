import type { RunId } from '#contract/ids.ts'
import type { MemoryData } from './memoryData.ts'

/** Deletes a run with all that is kept of it, except who owns it. */
export function removeRun(data: MemoryData, run_id: RunId): void {
  const { runs, written, revisions, audits, auditTimes, changes, last } = data
  runs.delete(run_id)
  last.removal = last.write += 1
  for (const rows of [written, revisions, audits, auditTimes, changes]) rows.delete(run_id)
}

/** Deletes everything projected from the spans of the run, but never a run of another source. */
export function removeDrawnRun(data: MemoryData, run_id: RunId): void {
  const { runs, origins, changeListeners } = data
  const drawn = [...runs.keys()].filter((id) => origins.get(id)?.drawn_from === run_id)
  for (const id of drawn) {
    removeRun(data, id)
    if (id !== run_id) origins.delete(id)
  }
  for (const listener of changeListeners) listener([...new Set([run_id, ...drawn])])
}

/** A session made by a run that a trace moved away from is now made by the run that it moved to. */
export function giveSession({ runs, sessionOrigins }: MemoryData, from: RunId, to: RunId): void {
  const session_id = runs.get(from)?.run.session_id
  if (session_id !== undefined && sessionOrigins.get(session_id)?.made_by === from)
    sessionOrigins.set(session_id, { writer: 'telemetry', made_by: to })
}
