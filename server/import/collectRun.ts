import type { RunId, SessionId } from '#contract/ids.ts'
import type { ImportTally } from './ImportTally.ts'
import type { OldRunRows } from './mendRun.ts'
import { OLD_TABLES, type OldRun } from './oldRows.ts'
import type { OldSource } from './OldSource.ts'
import { collect, readRows } from './readRows.ts'

/** All rows of one old run, its files with their bytes where the source has them. */
export async function collectRun(
  run: OldRun,
  run_id: RunId,
  session_id: SessionId,
  source: OldSource,
  tally: ImportTally,
): Promise<OldRunRows> {
  const files: OldRunRows['files'][number][] = []
  for await (const row of readRows(source.filesOfRun(run.id), OLD_TABLES.files, tally)) {
    files.push({ row, content: await source.contentOf(row) })
  }
  return {
    run,
    run_id,
    session_id,
    events: await collect(readRows(source.eventsOfRun(run.id), OLD_TABLES.execution_events, tally)),
    files,
    messages: await collect(readRows(source.messagesOfRun(run.id), OLD_TABLES.messages, tally)),
  }
}
