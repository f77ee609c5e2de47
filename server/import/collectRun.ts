import type { RunId, SessionId } from '#contract/ids.ts'
import type { ImportTally } from './ImportTally.ts'
import type { OldRunRows } from './mendRun.ts'
import { OLD_TABLES, type OldFile, type OldRun } from './oldRows.ts'
import type { OldSource } from './OldSource.ts'
import { collect, readRows } from './readRows.ts'

/** All rows of one old run, with the contents of its files if the source has them. */
export async function collectRun(
  run: OldRun,
  run_id: RunId,
  session_id: SessionId,
  source: OldSource,
  tally: ImportTally,
): Promise<OldRunRows> {
  const events = await collect(readRows(source.eventsOfRun(run.id), OLD_TABLES.execution_events, tally))
  const files = await collect(readRows(source.filesOfRun(run.id), OLD_TABLES.files, tally))
  const contents = new Map<OldFile, Uint8Array<ArrayBuffer>>()
  for (const file of files) {
    // oxlint-disable-next-line no-await-in-loop -- a source reads sequentially
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
