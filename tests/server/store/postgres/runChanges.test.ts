import * as z from 'zod/mini'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { RunId } from '#contract/ids.ts'
import { aBundle, aFile, aMessage, anEdge, anEvent, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { storeOn } from '#server/store/postgres/engine/openStore.ts'
import { PgChangeFeed } from '#server/store/postgres/write/PgChangeFeed.ts'
import type { Sql, SqlRunner } from '#server/store/postgres/sql.ts'
import { WRITES_NOTED_MAX } from '#server/store/changes/mergeChanges.ts'
import type { Store } from '#server/store/ports/store.ts'
import { ownMethods, sqlCases } from '#tests/support/databases.ts'
import { eventually } from '#tests/support/eventually.ts'

const RUN = aRun().run_id
const Revision = z.object({ revision: z.int() })

const bundle = aBundle({
  nodes: ['plan', 'work'].map((node_id) => aNode({ node_id, meta: { of: node_id } })),
  edges: [anEdge({ from_node_id: 'plan', to_node_id: 'work' })],
  events: ['one', 'two', 'three'].map((event_id, index) =>
    anEvent({ event_id, node_id: 'plan', inputs: { text: event_id, half: 0.5 }, execution_order: index }),
  ),
  files: [aFile({ node_id: 'plan', content: Uint8Array.of(1, 2, 3) })],
  messages: [aMessage({ node_id: 'work' })],
})

describe.each(sqlCases)('what $name keeps of writes', ({ name, open, openForStore }) => {
  let sql: Sql
  let store: Store
  beforeAll(async () => {
    sql = await openForStore()
    store = await storeOn(name, sql)
  })
  beforeEach(() => sql.exec('truncate sessions, file_contents cascade'))
  afterAll(async () => await store.close())

  /** Which rows there are, with the transaction that wrote each. */
  const versions = async (table: string) =>
    await sql.query(`select xmin::text as xmin, ctid::text as place from ${table} order by ctid`, [], z.unknown())
  const TABLES = ['sessions', 'workflow_runs', 'dag_nodes', 'dag_edges', 'execution_events', 'event_texts', 'files']
  const allVersions = async () =>
    await Promise.all([...TABLES, 'messages', 'file_contents', 'run_revisions', 'run_changes'].map(versions))
  const noted = async () =>
    (
      await sql.query('select revision from run_changes where run_id = $1::uuid order by revision', [RUN], Revision)
    ).map(({ revision }) => revision)

  test('a replacement by the same touches no row at all', async () => {
    await store.writer.replaceRun(aSession(), bundle)
    const before = await allVersions()
    await store.writer.replaceRun(aSession(), bundle)
    expect(await allVersions()).toEqual(before)
  })

  test('a replacement writes the rows that differ, and leaves the others as they are', async () => {
    await store.writer.replaceRun(aSession(), bundle)
    const before = await versions('execution_events')
    const events = bundle.events.map((event) => (event.event_id === 'two' ? { ...event, status: 'failed' } : event))
    await store.writer.replaceRun(aSession(), { ...bundle, events })
    const after = await versions('execution_events')
    expect(after).toHaveLength(3)
    expect(after.filter((row) => !before.some((one) => JSON.stringify(one) === JSON.stringify(row)))).toHaveLength(1)
  })

  test('the searched texts are those of the events that are left, whatever came and went', async () => {
    const texts = async () =>
      await sql.query('select event_id, search_text from event_texts order by event_id', [], z.unknown())
    const asWritten = async () =>
      await sql.query(
        `select event_id, event_search_text(headline, error_message, agent_name, event_type, event_id, inputs, outputs,
          meta) as search_text from execution_events order by event_id`,
        [],
        z.unknown(),
      )
    await store.writer.replaceRun(aSession(), bundle)
    expect(await texts()).toHaveLength(3)
    expect(await texts()).toEqual(await asWritten())
    const [one, two] = bundle.events
    if (!one || !two) throw new Error('the bundle has events')
    const events = [{ ...two, execution_order: 9, outputs: 'moved' }, { ...one }, anEvent({ event_id: 'four' })]
    await store.writer.replaceRun(aSession(), { ...bundle, events })
    expect(await texts()).toHaveLength(3)
    expect(await texts()).toEqual(await asWritten())
  })

  test('what is old is forgotten by its time alone, and whoever does not know it reads anew', async () => {
    for (const agent of ['first', 'second', 'third', 'fourth'])
      // oxlint-disable-next-line no-await-in-loop -- one write after the other
      await store.writer.replaceRun(aSession(), { ...bundle, run: aRun({ agent }) })
    await sql.exec(`update run_changes set changed_at = now() - interval '61 minutes' where revision <= 2`)
    await sql.exec(`update run_changes set changed_at = now() - interval '59 minutes' where revision = 3`)
    expect(await store.changes.changesSince(RUN, 0)).toMatchObject({ revision: 4 })
    expect(await store.changes.pruneChanges()).toBe(false)
    expect(await noted()).toEqual([3, 4])
    expect(await store.changes.changesSince(RUN, 0)).toBeUndefined()
    expect(await store.changes.changesSince(RUN, 1)).toBeUndefined()
    expect(await store.changes.changesSince(RUN, 2)).toMatchObject({ revision: 4 })
  })

  test('much that is old is forgotten bit by bit, also where all of it is of one moment', async () => {
    await store.writer.replaceRun(aSession(), bundle)
    await sql.exec(`insert into run_changes (run_id, revision, changes, changed_at)
      select run_id, added, changes, now() - interval '2 days' from run_changes, generate_series(2, 12000) as given (added)`)
    const left = [await store.changes.pruneChanges(), (await noted()).length]
    expect(left[0]).toBe(true)
    expect(left[1]).toBeGreaterThan(5000)
    while (await store.changes.pruneChanges()) expect((await noted()).length).toBeGreaterThan(0)
    expect(await noted()).toEqual([1])
  })

  test('forgetting reads what it forgets by its time, and not the whole table', async () => {
    await store.writer.replaceRun(aSession(), bundle)
    await sql.exec(`insert into run_changes (run_id, revision, changes)
      select run_id, added, changes from run_changes, generate_series(2, 20000) as given (added)`)
    await sql.exec('analyze run_changes')
    const readSoFar = async (tx: SqlRunner) =>
      (
        await tx.query(
          `select coalesce(seq_tup_read, 0) as rows from pg_stat_xact_user_tables where relname = 'run_changes'
            and schemaname = current_schema()`,
          [],
          z.object({ rows: z.int() }),
        )
      )[0]?.rows
    // Within one transaction figures are there at once, and those of the statements before it may be among them.
    const [before, after] = await sql.transaction(async (tx) => {
      const inTx = new PgChangeFeed({
        ...ownMethods(sql),
        query: (text, params, row) => tx.query(text, params, row),
        transaction: (work) => work(tx),
      })
      const first = await readSoFar(tx)
      expect(await inTx.pruneChanges()).toBe(false)
      return [first, await readSoFar(tx)]
    })
    expect(after).toBe(before)
  })

  test('whoever lags more writes behind than are kept of a quiet run reads anew, also while they are still there', async () => {
    await store.writer.replaceRun(aSession(), bundle)
    await sql.exec(`insert into run_changes (run_id, revision, changes)
      select run_id, added, changes from run_changes, generate_series(2, ${WRITES_NOTED_MAX + 2}) as given (added)`)
    await sql.exec(`update run_revisions set revision = ${WRITES_NOTED_MAX + 2}`)
    expect(await store.changes.changesSince(RUN, 1)).toBeUndefined()
    expect(await store.changes.changesSince(RUN, 2)).toMatchObject({ revision: WRITES_NOTED_MAX + 2 })
  })

  test('an import of hundreds of runs at once is told of whole', async () => {
    const heard = new Set<RunId>()
    const begun = vi.fn<() => void>()
    const stop = store.changes.subscribe((run_ids) => {
      if (run_ids.length === 0) begun()
      for (const run_id of run_ids) heard.add(run_id)
    })
    await eventually(() => expect(begun).toHaveBeenCalled())
    const runs = Array.from({ length: 450 }, () => aBundle({ run: aRun({ run_id: crypto.randomUUID() }) }))
    await store.writer.writeSessions([aSession()])
    await store.writer.writeRuns(runs.map((bundle) => ({ bundle })))
    await eventually(() => expect(runs.every(({ run }) => heard.has(run.run_id))).toBe(true))
    stop()
  })

  test('another database has another name', async () => {
    const other = await storeOn(name, await open())
    expect(await other.changes.epoch()).not.toBe(await store.changes.epoch())
    await other.close()
  })

  test('what a write changed goes with its run', async () => {
    await store.writer.replaceRun(aSession(), bundle)
    expect(await noted()).toEqual([1])
    await sql.exec('delete from workflow_runs')
    expect(await noted()).toEqual([])
    expect(await store.changes.revisionOf(RUN)).toBeUndefined()
  })
})
