import type { ImportTally } from './ImportTally.ts'
import type { MendedRun } from './mendRun.ts'
import { keyIn, type OldTable, type RawRow } from './oldRows.ts'
import type { OldSource, Pages } from './OldSource.ts'

/**
 * Keeps and reports the old rows of a run that the store rejected. They are read from the source again: this is rare,
 * and holding the rows of every run until it is stored would double the memory of an import.
 */
export async function keepRefused(
  { bundle, oldRun, placedNodes }: MendedRun,
  why: { readonly kind: 'run_refused' | 'run_left_alone'; readonly reason: string },
  source: OldSource,
  tally: ImportTally,
): Promise<void> {
  const about = { ...why, run_id: bundle.run.run_id }
  const keep = (table: OldTable, key: string, row: RawRow) => tally.find({ ...about, table, key, row })
  const keepAll = async (table: OldTable, keys: Set<string>, pages: Pages<RawRow>) => {
    for await (const rows of pages)
      for (const row of rows) {
        const key = keyIn(row)
        // The first row of each key is the rejected one; all others were reported before.
        if (key !== undefined && keys.delete(key)) await keep(table, key, row)
      }
  }

  await keep('workflow_runs', oldRun.id, oldRun.raw)
  // oxlint-disable-next-line no-await-in-loop -- rows are processed in order
  for (const { id, raw } of placedNodes) await keep('dag_nodes', id, raw)
  const { events, files, messages } = bundle
  await keepAll('execution_events', new Set(events.map((row) => row.event_id)), source.eventsOfRun(oldRun.id))
  await keepAll('files', new Set(files.map((row) => row.file_id)), source.filesOfRun(oldRun.id))
  await keepAll('messages', new Set(messages.map((row) => row.message_id)), source.messagesOfRun(oldRun.id))
}
