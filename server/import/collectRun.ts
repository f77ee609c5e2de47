import type { RunId, SessionId } from '#contract/ids.ts'
import type { ImportTally } from './ImportTally.ts'
import type { OldRunRows } from './mendRun.ts'
import { OLD_TABLES, type OldEvent, type OldFile, type OldRun } from './oldRows.ts'
import type { RepeatedEvents } from './RepeatedEvents.ts'
import type { OldSource } from './OldSource.ts'
import { collect, readRows } from './readRows.ts'

const TAKEN = 'another run has an event of this id, which was read first and kept'

/** All rows of one old run, its files with their bytes where the source has them. */
export async function collectRun(
  run: OldRun,
  run_id: RunId,
  session_id: SessionId,
  source: OldSource,
  repeated: RepeatedEvents,
  tally: ImportTally,
): Promise<OldRunRows> {
  const events: OldEvent[] = []
  for await (const rows of readRows(source.eventsOfRun(run.id), OLD_TABLES.execution_events, tally))
    for (const row of rows) {
      if (repeated.claim(row.id, run_id)) events.push(row)
      else {
        const about = { table: 'execution_events', key: row.id, run_id, reason: TAKEN, row: row.raw } as const
        await tally.find({ kind: 'duplicate_key', ...about })
      }
    }
  const files = await collect(readRows(source.filesOfRun(run.id), OLD_TABLES.files, tally))
  const contents = new Map<OldFile, Uint8Array<ArrayBuffer>>()
  for (const file of files) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, as a source reads
    const bytes = await source.contentOf(file)
    if (bytes) contents.set(file, bytes)
  }
  return {
    run,
    run_id,
    session_id,
    events,
    files,
    contents,
    messages: await collect(readRows(source.messagesOfRun(run.id), OLD_TABLES.messages, tally)),
  }
}
