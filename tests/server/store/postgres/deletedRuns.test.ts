import * as z from 'zod/mini'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { RunId } from '#contract/ids.ts'
import { aSpan } from '#mocks/fixtures/aSpan.ts'
import { aBundle, aFile, aMessage, anEdge, anEvent, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { foldAllFigures } from '#server/store/postgres/write/foldFigures.ts'
import { storeOn } from '#server/store/postgres/engine/openStore.ts'
import { PgRunWriter } from '#server/store/postgres/write/PgRunWriter.ts'
import { NoRow, type Sql } from '#server/store/postgres/sql.ts'
import { IntegrityService } from '#server/integrity/IntegrityService.ts'
import type { Store } from '#server/store/ports/store.ts'
import { RUN_ATTRIBUTE, runOfTrace } from '#server/store/spans/runOfTrace.ts'
import { ownMethods, sqlCases } from '#tests/support/databases.ts'
import { eventually } from '#tests/support/eventually.ts'
import { runId } from '#tests/support/testStore.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const RUN = runOfTrace(TRACE)
const IMPORTED = aRun({ run_id: 'abcdefab-0000-4000-8000-000000000009' }).run_id
const SHARED = Uint8Array.of(1, 2, 3)
const OWN = Uint8Array.of(4, 5, 6)

/** Not of any run: what the database knows of itself. */
const OF_NO_RUN = ['runlens_migrations', 'store_identity', 'health_checks', 'run_removals']
const OF_RUNS = `sessions workflow_runs dag_nodes dag_edges execution_events event_texts files messages file_contents
  run_revisions run_findings node_uses run_changes spans span_contexts traces span_runs loose_calls unplaced_rows`.split(
  /\s+/,
)

const fileOf = (run_id: RunId, file_id: string, content: Uint8Array<ArrayBuffer>) =>
  aFile({ run_id, file_id, node_id: 'plan', content })

/** A run with rows of every kind, two files among them, and a finding: its parent is missing. */
const bundleOf = (run_id: RunId, contents: readonly Uint8Array<ArrayBuffer>[], session_id = `of ${run_id}`) =>
  aBundle({
    run: aRun({ run_id, session_id, parent_run_id: runId(99) }),
    nodes: ['plan', 'work'].map((node_id) => aNode({ run_id, node_id })),
    edges: [anEdge({ run_id, from_node_id: 'plan', to_node_id: 'work' })],
    events: [
      anEvent({ run_id, event_id: `${run_id} one`, node_id: 'plan' }),
      anEvent({ run_id, event_id: `${run_id} two` }),
    ],
    files: contents.map((content, index) => fileOf(run_id, `file ${index}`, content)),
    messages: [aMessage({ run_id, node_id: 'work' })],
  })

describe.each(sqlCases)('deleting runs of $name', ({ name, openForStore }) => {
  let sql: Sql
  let store: Store
  beforeAll(async () => {
    sql = await openForStore()
    store = await storeOn(name, sql)
  })
  beforeEach(
    async () =>
      await sql.exec(
        'truncate sessions, file_contents, unplaced_rows, spans, span_contexts, traces, span_runs cascade',
      ),
  )
  afterAll(async () => await store.close())

  const remove = (run_id: string) => sql.query('delete from workflow_runs where run_id = $1::uuid', [run_id], NoRow)
  const textsOf = async (table: string) =>
    (await sql.query(`select row_to_json(t)::text as text from ${table} t`, [], z.object({ text: z.string() }))).map(
      ({ text }) => text,
    )
  const allTables = async () => {
    const found = await sql.query(
      `select tablename::text as name from pg_tables where schemaname = current_schema() order by tablename`,
      [],
      z.object({ name: z.string() }),
    )
    return found.map((row) => row.name).filter((table) => !OF_NO_RUN.includes(table))
  }
  /** Every row of every table there is, also of those that no test knows. Figures are folded, so that what came and went is gone. */
  const allRows = async () => {
    await foldAllFigures(sql)
    const rows: Record<string, readonly string[]> = {}
    // oxlint-disable-next-line no-await-in-loop -- one table after the other
    for (const table of await allTables()) rows[table] = (await textsOf(table)).toSorted()
    return rows
  }
  const hashes = async () => (await textsOf('file_contents')).length
  const replace = async (run_id: RunId, contents: readonly Uint8Array<ArrayBuffer>[], session_id?: string) => {
    const bundle = bundleOf(run_id, contents, session_id)
    await store.writer.replaceRun(aSession({ session_id: bundle.run.session_id }), bundle)
  }
  const [first, second] = [aRun({ run_id: runId(1) }).run_id, aRun({ run_id: runId(2) }).run_id]

  /** All that the database can have of a run: of one that was drawn from spans, and of one that was imported. */
  async function storeWholeRuns(): Promise<void> {
    await store.spans.acceptSpans([aSpan({ trace_id: TRACE, resource: { 'service.name': 'its own' } })])
    await replace(RUN, [SHARED, OWN])
    const { revision } = await store.spans.spansOfRun(RUN)
    const call = { trace_id: TRACE, span_id: aSpan().span_id, started_at: '2026-01-01T00:00:00.000000Z' as const }
    await store.spans.markProjected(RUN, revision, true, [call])

    const bundle = bundleOf(IMPORTED, [SHARED])
    await store.writer.writeSessions([aSession({ session_id: bundle.run.session_id })])
    await store.writer.writeRuns([{ bundle, digest: 'known' }])
    const row = {
      old_table: 'dag_edges',
      old_key: 'e',
      run_id: IMPORTED,
      kind: 'odd',
      reason: 'it has no end',
      row: {},
    }
    await store.writer.keepUnplaced([row, { ...row, run_id: IMPORTED.toUpperCase(), old_key: 'E' }])
    await new IntegrityService(store.repositories.integrity).refresh()
  }

  test('leaves no row of them in any table, and every row of the others', async () => {
    await replace(first, [SHARED])
    await store.spans.acceptSpans([aSpan()])
    await new IntegrityService(store.repositories.integrity).refresh()
    const before = await allRows()
    await storeWholeRuns()
    const withRun = await allRows()
    const grown = OF_RUNS.filter((table) => (withRun[table]?.length ?? 0) > (before[table]?.length ?? 0))
    expect(grown).toEqual(OF_RUNS)
    await remove(RUN)
    await remove(IMPORTED)
    expect(await allRows()).toEqual(before)
  })

  test('keeps a session and a content until the last run that has them goes', async () => {
    await replace(first, [SHARED, OWN], 'both')
    await replace(second, [SHARED], 'both')
    await remove(first)
    expect([await hashes(), (await textsOf('sessions')).length]).toEqual([1, 1])
    await remove(second)
    expect([await hashes(), (await textsOf('sessions')).length]).toEqual([0, 0])
  })

  test('leaves nothing of several at once', async () => {
    await replace(first, [SHARED, OWN], 'both')
    await replace(second, [SHARED], 'both')
    await sql.exec('delete from workflow_runs')
    expect(Object.values(await allRows()).flat()).toEqual([])
  })

  test('leaves a session that no run of them is in', async () => {
    await store.writer.writeSessions([aSession({ session_id: 'empty' })])
    await replace(first, [])
    await remove(first)
    expect(await textsOf('sessions')).toHaveLength(1)
  })

  test('contents go as well when their files get others, or are no longer there', async () => {
    await replace(first, [SHARED, OWN])
    await replace(second, [SHARED])
    await replace(first, [OWN, SHARED])
    expect(await hashes()).toBe(2)
    await replace(first, [SHARED, Uint8Array.of(7)])
    expect(await hashes()).toBe(2)
    await replace(first, [SHARED])
    expect(await hashes()).toBe(1)
    const told = bundleOf(aRun({ run_id: runId(3) }).run_id, [SHARED])
    const { run_id } = told.run
    const sessions = [aSession({ session_id: told.run.session_id })]
    await store.writer.mergeRun({ ...told, run_id, sessions })
    await store.writer.mergeRun({ ...bundleOf(run_id, [Uint8Array.of(8)]), run_id, run: undefined, sessions: [] })
    expect(await hashes()).toBe(2)
    await store.writer.writeRun(bundleOf(run_id, [SHARED]), 'batch')
    expect(await hashes()).toBe(1)
  })

  test('a run that moves to the id that a span names keeps its spans and its session', async () => {
    await store.spans.acceptSpans([aSpan({ trace_id: TRACE, resource: { 'service.name': 'its own' } })])
    await replace(RUN, [OWN])
    await store.spans.acceptSpans([
      aSpan({ trace_id: TRACE, span_id: 'b7ad6b7169203332', attributes: { [RUN_ATTRIBUTE]: first } }),
    ])
    expect(await store.repositories.runs.hasRun(RUN)).toBe(false)
    expect((await store.spans.spansOfRun(first)).spans).toHaveLength(2)
    expect([await hashes(), (await textsOf('sessions')).length]).toEqual([0, 1])
    // What is deleted in the same way later goes whole.
    await replace(first, [OWN])
    await remove(first)
    expect(await textsOf('spans')).toEqual([])
  })

  test.runIf(name === 'postgres')(
    'a content that a write is about to have stays, whichever of the two is first',
    async () => {
      const file = async (run_id: RunId) =>
        await store.repositories.files.readContent(run_id, fileOf(run_id, 'file 0', OWN).file_id, 0, 9)
      await replace(first, [OWN])
      const writer = new PgRunWriter(
        {
          ...ownMethods(sql),
          // The run that has the content is deleted while the write that shares it is not committed.
          transaction: (work) =>
            sql.transaction(async (tx) => {
              const result = await work(tx)
              await remove(first)
              return result
            }),
        },
        'autovacuum',
      )
      const shared = bundleOf(second, [OWN])
      await writer.replaceRun(aSession({ session_id: shared.run.session_id }), shared)
      expect(await file(second)).toEqual(OWN)
      await store.changes.pruneChanges()
      expect([await file(second), await hashes()]).toEqual([OWN, 1])

      // And the other way round: the write comes while the deletion is not committed.
      let isWritten: Promise<unknown> = Promise.resolve()
      await sql.transaction(async (tx) => {
        await tx.query('delete from workflow_runs where run_id = $1::uuid', [second], NoRow)
        isWritten = replace(first, [OWN])
        await eventually(async () => expect(await waitingForLocks()).toBeGreaterThan(0))
      })
      await isWritten
      expect(await file(first)).toEqual(OWN)
    },
  )

  test.runIf(name === 'postgres')(
    'a content goes also when two transactions at once delete its last two files',
    async () => {
      await replace(first, [OWN])
      await replace(second, [OWN])
      await sql.transaction(async (tx) => {
        await tx.query('delete from workflow_runs where run_id = $1::uuid', [first], NoRow)
        await remove(second)
      })
      await store.changes.pruneChanges()
      expect([await hashes(), await textsOf('doubtful_contents')]).toEqual([0, []])
    },
  )

  const waitingForLocks = async () =>
    (
      await sql.query(
        `select 1 as one from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database()`,
        [],
        z.unknown(),
      )
    ).length
})
