import type { SessionId } from '#contract/ids.ts'
import type { ImportContext } from './ImportContext.ts'
import type { OldRunRows } from './mendRun.ts'
import { OLD_TABLES, type OldFile } from './oldRows.ts'
import { collect, readRows } from './readRows.ts'
import type { KeyedRun } from './readRuns.ts'

/** All rows of one old run, with the contents of its files if the source has them. */
export async function collectRun(
  context: ImportContext,
  { old: run, run_id }: KeyedRun,
  session_id: SessionId,
): Promise<OldRunRows> {
  const { source } = context
  const events = await collect(readRows(context, source.eventsOfRun(run.id), OLD_TABLES.execution_events))
  const files = await collect(readRows(context, source.filesOfRun(run.id), OLD_TABLES.files))
  const contents = new Map<OldFile, Uint8Array<ArrayBuffer>>()
  for (const file of files) {
    // oxlint-disable-next-line no-await-in-loop -- a source reads sequentially
    const bytes = await source.contentOf(file)
    if (bytes) contents.set(file, bytes)
  }
  const messages = await collect(readRows(context, source.messagesOfRun(run.id), OLD_TABLES.messages))
  return { run, run_id, session_id, events, files, contents, messages }
}
