import { expect, test } from 'vitest'
import { createMemoryStore } from '#server/store/memory/memoryStore.ts'
import { importOldDatabase } from '#server/import/importOldDatabase.ts'
import { memoryOldSource, type OldDatabase } from '#server/import/memoryOldSource.ts'
import type { Store } from '#server/store/ports/store.ts'
import { runByRun } from '#tests/support/oldDatabases/runByRun.ts'
import { FIRST, oldDatabase, oldEvent, oldRun, SECOND } from '#tests/support/oldDatabases/oldRows.ts'

const events = [oldEvent('e1', FIRST, 'step_1'), oldEvent('e2', SECOND, 'step_1')]
const old = oldDatabase({ workflow_runs: [oldRun(FIRST), oldRun(SECOND)], execution_events: events })

/** Imports, and tells the runs that were written. Dies before it writes `dyingAt`, as a killed process would. */
async function importInto(store: Store, database: OldDatabase, dyingAt?: string) {
  const written: string[] = []
  const { writer } = store
  const watched = runByRun(
    async (bundle, digest) => {
      if (bundle.run.run_id === dyingAt) throw new Error('killed')
      written.push(bundle.run.run_id)
      await writer.writeRuns([digest === undefined ? { bundle } : { bundle, digest }])
    },
    {
      writeSessions: (sessions) => writer.writeSessions(sessions),
      digestsOf: (run_ids) => writer.digestsOf(run_ids),
    },
  )
  const report = importOldDatabase(memoryOldSource(database), watched)
  return { written, report: await report.catch(() => undefined) }
}

test('an import that died goes on where it was, and reports as one that did not', async () => {
  const store = createMemoryStore()
  expect(await importInto(store, old, SECOND)).toEqual({ written: [FIRST], report: undefined })
  const resumed = await importInto(store, old)
  expect(resumed.written).toEqual([SECOND])
  const clean = await importInto(createMemoryStore(), old)
  expect(clean.written).toEqual([FIRST, SECOND])
  expect(resumed.report).toEqual({ ...clean.report, runs_stored_before: 1 })
})

test('a run that grew in the old database, or was written by somebody else since, is written again', async () => {
  const store = createMemoryStore()
  await importInto(store, old)
  expect((await importInto(store, old)).written).toEqual([])
  const grown = { ...old, execution_events: [...events, oldEvent('e3', SECOND, 'step_1')] }
  expect((await importInto(store, grown)).written).toEqual([SECOND])
  expect(
    (await importInto(store, { ...grown, workflow_runs: [oldRun(FIRST, { status: 'failed' }), oldRun(SECOND)] }))
      .written,
  ).toEqual([FIRST])
})
