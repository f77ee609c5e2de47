import { expect, test } from 'vitest'
import { RunId } from '#contract/ids.ts'
import { aBundle, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { createMemoryStore } from '#server/store/memory/memoryStore.ts'
import { importOldDatabase } from '#server/import/importOldDatabase.ts'
import { importReportText } from '#server/import/importReportText.ts'
import { memoryOldSource } from '#server/import/memoryOldSource.ts'
import { FIRST_PAGE } from '#tests/support/testStore.ts'
import {
  FIRST,
  oldDatabase,
  oldEvent,
  oldNode,
  oldRun,
  oldSession,
  SECOND,
} from '#tests/support/oldDatabases/oldRows.ts'

const old = (status = 'completed') =>
  oldDatabase({
    sessions: [oldSession('session-1', { name: 'old' })],
    workflow_runs: [oldRun(FIRST, { status }), oldRun(SECOND, { status })],
    dag_nodes: [oldNode('a', FIRST), oldNode('b', SECOND)],
    execution_events: [oldEvent('e1', FIRST, 'a'), oldEvent('e1', SECOND, 'b')],
  })

test.each(['batch', 'telemetry'] as const)(
  'a run that %s told of is left alone and listed, its old rows are kept, and the others are imported',
  async (writer) => {
    const store = createMemoryStore()
    const run_id = RunId.parse(FIRST)
    const bundle = aBundle({ run: aRun({ run_id }), nodes: [aNode({ run_id, label: 'theirs' })] })
    if (writer === 'telemetry') await store.writer.replaceRun(aSession({ name: 'theirs' }), bundle)
    else {
      await store.writer.writeSessions([aSession({ name: 'theirs' })], writer)
      await store.writer.writeRun(bundle, writer)
    }
    const before = await store.repositories.nodes.listEnrichedNodes(run_id)
    const report = await importOldDatabase(memoryOldSource(old()), store.writer)
    expect(await store.repositories.nodes.listEnrichedNodes(run_id)).toEqual(before)
    expect((await store.repositories.events.listEventsForRun(run_id, {}, FIRST_PAGE)).total).toBe(0)
    const left = report.findings.filter(({ kind }) => kind.endsWith('left_alone'))
    expect(left.flatMap(({ kind, examples }) => examples.map(({ table, key }) => [kind, table, key]))).toEqual([
      ['session_left_alone', 'sessions', 'session-1'],
      ['run_left_alone', 'workflow_runs', FIRST],
      ['run_left_alone', 'dag_nodes', 'a'],
      ['run_left_alone', 'execution_events', 'e1'],
    ])
    for (const { read, placed, unplaced } of Object.values(report.tables)) expect(read).toBe(placed + unplaced)
    expect(report.tables.workflow_runs).toEqual({ read: 2, placed: 1, unplaced: 1 })
    expect((await store.repositories.unplaced.listUnplaced(FIRST_PAGE)).total).toBe(4)
    expect(importReportText(report, { isDry: false })).toContain('a run of another writer, which was not changed')
    expect(await store.repositories.runs.hasRun(RunId.parse(SECOND))).toBe(true)
    const { rows } = await store.repositories.sessions.listSessions(FIRST_PAGE)
    expect(rows).toMatchObject([{ session_id: 'session-1', name: 'theirs' }])
  },
)

test('an import replaces what an import stored, also from another copy of the database', async () => {
  const store = createMemoryStore()
  await importOldDatabase(memoryOldSource(old('executing')), store.writer)
  const report = await importOldDatabase(memoryOldSource(old('failed')), store.writer)
  expect(report.findings.filter(({ kind }) => kind.endsWith('left_alone'))).toEqual([])
  expect((await store.repositories.runs.findRun(RunId.parse(FIRST)))?.status).toBe('failed')
})
