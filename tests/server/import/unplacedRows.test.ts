import { describe, expect, it } from 'vitest'
import { JSON_DEPTH_MAX } from '#contract/json.ts'
import { createMemoryStore } from '#server/store/memory/memoryStore.ts'
import { FINDING_KINDS } from '#server/import/findings.ts'
import { importOldDatabase } from '#server/import/importOldDatabase.ts'
import { importReportText } from '#server/import/importReportText.ts'
import { memoryOldSource, type OldDatabase } from '#server/import/memoryOldSource.ts'
import type { RawRow } from '#server/import/oldRows.ts'
import { KEPT_AT_ONCE } from '#server/import/UnplacedKeeper.ts'
import type { Store } from '#server/store/ports/store.ts'
import { ScopeBreachError } from '#server/store/ports/errors.ts'
import { FIRST_PAGE } from '#tests/support/testStore.ts'
import { importing } from '#tests/support/oldDatabases/importing.ts'
import { runByRun } from '#tests/support/oldDatabases/runByRun.ts'
import {
  FIRST,
  oldDatabase,
  oldEdge,
  oldEvent,
  oldNode,
  oldRun,
  oldSession,
  SECOND,
} from '#tests/support/oldDatabases/oldRows.ts'

const GONE = '99999999-0000-4000-8000-000000000009'

/** Every way in which a row can be without a place, at least once in every table that knows it. */
const everyKind = oldDatabase({
  sessions: [oldSession(), oldSession('session-1', { name: 'again' }), oldSession('.'), { name: 'no id' }],
  workflow_runs: [
    oldRun(FIRST),
    oldRun(SECOND),
    oldRun(FIRST, { status: 'again' }),
    oldRun('run-7'),
    { mode: 'no id' },
  ],
  dag_nodes: [
    oldNode('a', FIRST),
    oldNode('b', FIRST),
    oldNode('c', SECOND),
    oldNode('a', FIRST, { status: 'again' }),
    oldNode('..', FIRST),
    oldNode('lost', GONE),
    { run_id: FIRST },
  ],
  dag_edges: [
    oldEdge(1, 'a', 'b'),
    oldEdge(2, 'a', 'b', { condition: 'again' }),
    oldEdge(3, 'a', 'nowhere', { condition: 'x > 1' }),
    oldEdge(4, 'a', 'c'),
    { from_node_id: 'a', to_node_id: 'b' },
  ],
  execution_events: [
    oldEvent('e1', FIRST, 'a'),
    oldEvent('e1', FIRST, 'a', { status: 'again' }),
    oldEvent('e1', SECOND, 'c', { status: 'of another run' }),
    oldEvent('.', FIRST, null),
    oldEvent('lost', GONE, null),
    oldEvent('loose', null, null),
    oldEvent('of-run-7', 'run-7', null),
    { run_id: FIRST, event_type: 'no id' },
  ],
  files: [
    { id: 'f', run_id: GONE, file_path: 'a.csv' },
    { id: 'f2', run_id: FIRST },
    { id: 'f2', run_id: FIRST, meta: '{}' },
  ],
  messages: [
    { id: 1, run_id: 'run-7', content: 'hello' },
    { id: 2, run_id: FIRST },
    { run_id: FIRST, content: 'no id' },
  ],
})

const keptIn = async (store: Store) => (await store.repositories.unplaced.listUnplaced(FIRST_PAGE)).rows
/** A store that refuses the second run, as it would one with another run's event. */
async function importInto(store: Store, database: OldDatabase, refused?: string) {
  const { writer } = store
  const refusing = runByRun(
    async (bundle) => {
      if (bundle.run.run_id === refused) throw new ScopeBreachError('refused')
      await writer.writeRun(bundle)
    },
    {
      writeSessions: (sessions) => writer.writeSessions(sessions),
      keepUnplaced: (rows) => writer.keepUnplaced(rows),
    },
  )
  return await importOldDatabase(memoryOldSource(database), refusing)
}
const byText = (rows: readonly unknown[]): readonly string[] => rows.map((row) => JSON.stringify(row)).toSorted()

describe('a row without a place', () => {
  it('is kept once and unchanged, for any reason', async () => {
    const store = createMemoryStore()
    const report = await importInto(store, everyKind, SECOND)
    const kept = await keptIn(store)
    // Those of other writers are in otherWriters.test.ts: nobody else wrote here.
    const unplaced = Object.keys(FINDING_KINDS).filter((kind) => Reflect.get(FINDING_KINDS, kind) === 'unplaced')
    expect(new Set(kept.map(({ kind }) => kind))).toEqual(
      new Set(unplaced.filter((kind) => !kind.endsWith('_left_alone'))),
    )
    const keptOf = (table: string) => kept.filter(({ old_table }) => old_table === table).map(({ row }) => row)
    const { sessions, workflow_runs, dag_nodes, dag_edges, execution_events, files, messages } = everyKind
    expect(byText(keptOf('sessions'))).toEqual(byText(sessions.slice(1)))
    expect(byText(keptOf('workflow_runs'))).toEqual(byText(workflow_runs.slice(1)))
    expect(byText(keptOf('dag_nodes'))).toEqual(byText(dag_nodes.slice(2)))
    expect(byText(keptOf('dag_edges'))).toEqual(byText(dag_edges.slice(1)))
    expect(byText(keptOf('execution_events'))).toEqual(byText(execution_events.slice(1)))
    expect(byText(keptOf('files'))).toEqual(byText([files[0], files[2]]))
    expect(byText(keptOf('messages'))).toEqual(byText([messages[0], messages[2]]))
    // Nothing is lost: whatever was read has a place or is kept.
    for (const [table, counts] of Object.entries(report.tables)) {
      expect([table, counts.placed + counts.unplaced]).toEqual([table, counts.read])
      expect([table, counts.unplaced]).toEqual([table, keptOf(table).length])
    }
  })

  it('is kept with its table, key, run and reason', async () => {
    const { kept } = await importing(everyKind)
    const about = (key: string) => kept.flat().filter(({ old_key }) => old_key === key)
    expect(about('lost')).toMatchObject([
      { old_table: 'dag_nodes', run_id: GONE, kind: 'run_missing', reason: 'the run that the row names is not stored' },
      { old_table: 'execution_events', run_id: GONE, kind: 'run_missing' },
    ])
    expect(about('loose')).toMatchObject([{ run_id: null, kind: 'run_missing' }])
    expect(about('3')).toMatchObject([
      {
        old_table: 'dag_edges',
        run_id: null,
        row: { id: 3, from_node_id: 'a', to_node_id: 'nowhere', condition: 'x > 1' },
      },
    ])
  })

  it('is kept once however often the database is imported', async () => {
    const store = createMemoryStore()
    await importInto(store, everyKind, SECOND)
    const once = await keptIn(store)
    await importInto(store, everyKind, SECOND)
    expect(await keptIn(store)).toEqual(once)
  })

  it('keeps its values, also those that JSON or a database cannot hold as they are', async () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
    const row: RawRow = {
      id: 'e1',
      run_id: GONE,
      error_message: 'NUL \u0000, lone \ud83d',
      inputs: '{"text": "as it was written",  "n": 1.0}',
      outputs: JSON.parse(nested(JSON_DEPTH_MAX)) as unknown,
      meta: { list: [1, 'two'], ['__proto__']: null, count: 9007199254740993n, rate: Number.NaN },
      execution_order: 9007199254740993n,
      duration_ms: Number.POSITIVE_INFINITY,
      depth: 0.1,
      timestamp: undefined,
    }
    const store = createMemoryStore()
    await importInto(store, oldDatabase({ execution_events: [row] }))
    expect((await keptIn(store)).map((kept) => kept.row)).toEqual([
      {
        id: 'e1',
        run_id: GONE,
        error_message: 'NUL \u2400, lone \ufffd',
        inputs: '{"text": "as it was written",  "n": 1.0}',
        outputs: nested(JSON_DEPTH_MAX),
        meta: '{"list":[1,"two"],"__proto__":null,"count":9007199254740993,"rate":"NaN"}',
        execution_order: '9007199254740993',
        duration_ms: 'Infinity',
        depth: 0.1,
        timestamp: null,
      },
    ])
  })

  it('is not in the report beyond its key, since its values may be secret', async () => {
    const { report } = await importing(
      oldDatabase({ execution_events: [oldEvent('e1', null, null, { inputs: '{"password": "hunter2"}' })] }),
    )
    expect(JSON.stringify(report)).toContain('e1')
    expect(JSON.stringify(report)).not.toContain('hunter2')
  })
})

describe('many rows without a place', () => {
  it('go to the store in batches while they are read, so that memory does not grow with them', async () => {
    const total = 10 * KEPT_AT_ONCE + 7
    let read = 0
    let kept = 0
    let mostWaiting = 0
    const source = memoryOldSource(oldDatabase({}))
    await importOldDatabase(
      {
        ...source,
        async *strays() {
          for (; read < total; read += 1) {
            mostWaiting = Math.max(mostWaiting, read - kept)
            yield [{ table: 'execution_events', row: oldEvent(`e${read}`, GONE, null) }]
          }
        },
      },
      runByRun(async () => {}, {
        keepUnplaced: async (rows) => {
          expect(rows.length).toBeLessThanOrEqual(KEPT_AT_ONCE)
          kept += rows.length
        },
      }),
    )
    expect(kept).toBe(total)
    expect(mostWaiting).toBeLessThanOrEqual(KEPT_AT_ONCE)
  })

  it('go in smaller batches where they are large', async () => {
    const inputs = 'x'.repeat(1_500_000)
    const events = ['a', 'b', 'c', 'd'].map((id) => oldEvent(id, GONE, null, { inputs }))
    const { kept } = await importing(oldDatabase({ execution_events: events }))
    expect(kept.map((batch) => batch.length)).toEqual([3, 1])
  })
})

it('the report says where the rows are, and where a dry run would put them', async () => {
  const { report } = await importing(everyKind)
  expect(importReportText(report, { isDry: false })).toContain(
    'Not assigned to any run, kept unchanged in the table unplaced_rows:',
  )
  expect(importReportText(report, { isDry: true })).toContain('An import would assign these to no run')
  const { report: whole } = await importing(oldDatabase({}))
  expect(importReportText(whole, { isDry: false })).toContain('Every row was assigned to a run.')
})
