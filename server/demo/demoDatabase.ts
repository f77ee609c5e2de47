import type { OldDatabase } from '#server/import/memoryOldSource.ts'
import type { Moment } from './calendar.ts'
import type { RunDraft } from './drafts.ts'
import { endedEarly } from './endedEarly.ts'
import { flagship } from './flagship/flagship.ts'
import { namedRuns } from './namedRuns.ts'
import { otherGraphs } from './graphs/otherGraphs.ts'
import { Random } from './random.ts'
import { rowsOfRun } from './rowsOfRun.ts'
import { seatRuns } from './sessions.ts'
import { singleRuns } from './singleRuns.ts'

/**
 * An old database with the very counts of the one that Runlens was made for, in the shape and with the faults of the
 * old schema: one row for each node name, edges without a run. The same rows every time.
 */
export function demoDatabase(): OldDatabase {
  const random = new Random('runlens demo, January 2026')
  const drafts: readonly RunDraft[] = [
    ...namedRuns(random.for('named')),
    ...endedEarly(random.for('early')),
    flagship(random.for('flagship')),
    ...otherGraphs(random.for('graphs')),
    ...singleRuns(random.for('single')),
  ].sort((a, b) => a.started - b.started)

  const seating = seatRuns(drafts, random.for('sessions'))
  const lastActive = new Map<string, Moment>()
  const runs = drafts.map((draft) => {
    const session_id = seating.sessionOf(draft)
    const rows = rowsOfRun(draft, session_id, random.for(`rows ${draft.run_id}`))
    lastActive.set(session_id, Math.max(lastActive.get(session_id) ?? 0, rows.ended))
    return rows
  })
  return {
    sessions: seating.rows(lastActive),
    workflow_runs: runs.map(({ run }) => run),
    dag_nodes: runs.flatMap(({ nodes }) => nodes),
    dag_edges: runs.flatMap(({ edges }) => edges).map((edge, index) => ({ id: index + 1, ...edge })),
    execution_events: runs.flatMap(({ events }) => events),
    files: runs.flatMap(({ files }) => files),
    messages: runs.flatMap(({ messages }) => messages).map((message, index) => ({ id: index + 1, ...message })),
    contents: new Map(runs.flatMap(({ contents }) => [...contents])),
  }
}
