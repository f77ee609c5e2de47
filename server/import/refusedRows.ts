import type { UnplacedFinding } from './findings.ts'
import type { MendedRun } from './mendRun.ts'
import { keyIn, type OldTable, type RawRow } from './oldRows.ts'
import type { OldSource, Pages } from './OldSource.ts'

/** A run that the store rejected, and why. */
export type RefusedRun = {
  readonly mended: MendedRun
  readonly kind: 'run_refused' | 'run_left_alone'
  readonly reason: string
}

/**
 * Findings for the old rows of a run that the store rejected. They are read from the source again: this is rare, and
 * holding the rows of every run until it is stored would double the memory of an import.
 */
export async function* refusedRows(
  source: OldSource,
  { mended: { bundle, oldRun, placedNodes }, kind, reason }: RefusedRun,
): AsyncGenerator<UnplacedFinding> {
  const { run, events, files, messages } = bundle
  const found = (table: OldTable, key: string, row: RawRow): UnplacedFinding => ({
    kind,
    reason,
    run_id: run.run_id,
    table,
    key,
    row,
  })
  const foundAll = async function* (table: OldTable, keys: Set<string>, pages: Pages<RawRow>) {
    for await (const rows of pages)
      for (const row of rows) {
        const key = keyIn(row)
        // The first row of each key is the rejected one; all others were reported before.
        if (key !== undefined && keys.delete(key)) yield found(table, key, row)
      }
  }

  yield found('workflow_runs', oldRun.id, oldRun.raw)
  for (const { id, raw } of placedNodes) yield found('dag_nodes', id, raw)
  yield* foundAll('execution_events', new Set(events.map((row) => row.event_id)), source.eventsOfRun(oldRun.id))
  yield* foundAll('files', new Set(files.map((row) => row.file_id)), source.filesOfRun(oldRun.id))
  yield* foundAll('messages', new Set(messages.map((row) => row.message_id)), source.messagesOfRun(oldRun.id))
}
