import { NodeId } from '#contract/ids.ts'
import { aBundle, aFile, aMessage, anEdge, anEvent, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { foldAllFigures, foldFigures } from '#server/store/postgres/write/foldFigures.ts'
import { migrate, readMigrations } from '#server/store/postgres/engine/migrate.ts'
import { storeOn } from '#server/store/postgres/engine/openStore.ts'
import { NoRow, type Sql } from '#server/store/postgres/sql.ts'
import { IntegrityService } from '#server/integrity/IntegrityService.ts'
import type { Store } from '#server/store/ports/store.ts'
import type { RunBundle } from '#server/store/ports/writer.ts'
import { sqlCases } from '#tests/support/databases.ts'
import { FIRST_PAGE, nodeRef, runId, storeRuns, tellRuns } from '#tests/support/testStore.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import * as z from 'zod/mini'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const idOf = (number: number) => aRun({ run_id: runId(number) }).run_id

/** A run that shares node ids with others, has an event under no node, and a parent that is missing. */
function bundleOf(number: number, words: Partial<RunBundle['run']> = {}): RunBundle {
  const run_id = idOf(number)
  return aBundle({
    run: aRun({ run_id, parent_run_id: runId(999), started_at: `2026-01-01T00:00:0${number}.000000Z`, ...words }),
    nodes: ['shared', `own_${number}`].map((node_id) => aNode({ run_id, node_id })),
    edges: [anEdge({ run_id, from_node_id: 'shared', to_node_id: `own_${number}` })],
    events: [
      anEvent({ run_id, event_id: `${number} none`, execution_order: 1 }),
      ...Array.from({ length: number }, (_, i) =>
        anEvent({ run_id, event_id: `${number} ${i}`, node_id: 'shared', execution_order: 2 + i }),
      ),
    ],
    files: [aFile({ run_id, file_id: 'f', node_id: 'shared' })],
    messages: [aMessage({ run_id, node_id: 'shared' })],
  })
}

describe.each(sqlCases)('kept figures in $name', ({ name, openForStore }) => {
  let sql: Sql
  let store: Store
  beforeAll(async () => {
    sql = await openForStore()
    store = await storeOn(name, sql)
  })
  beforeEach(async () => await sql.exec('truncate sessions, unplaced_rows, run_origins cascade'))
  afterAll(async () => await sql.close())

  const audit = () => new IntegrityService(store.repositories.integrity).refresh()
  const told = async () => ({
    report: await new IntegrityService(store.repositories.integrity).report(),
    facets: await store.repositories.runs.facets(),
    runs: (await store.repositories.runs.listRuns({}, FIRST_PAGE)).total,
    sessions: (await store.repositories.sessions.listSessions(FIRST_PAGE)).total,
    reuse: await store.repositories.integrity.nodeReuse(nodeRef(idOf(1), 'shared')),
  })
  const recount = () => sql.exec('select recount_figures()')
  /** What is told does not change by being folded, in whatever portions, and is what counting everything anew tells. */
  async function expectExact() {
    const asWritten = await told()
    await sql.exec('select fold_figures(1)')
    expect(await told()).toEqual(asWritten)
    await sql.exec('select fold_figures(2); select fold_figures(3)')
    expect(await told()).toEqual(asWritten)
    await foldAllFigures(sql)
    expect(await told()).toEqual(asWritten)
    expect(await foldFigures(sql)).toBe(false)
    await recount()
    expect(await told()).toEqual(asWritten)
    return asWritten
  }

  test('are those of the rows, whatever is written, changed, moved, audited and deleted', async () => {
    await storeRuns(store, bundleOf(1), bundleOf(2, { agent: 'Second', status: 'a new word', mode: null }))
    expect(await expectExact()).toMatchObject({
      runs: 2,
      report: {
        counts: { runs: 2, nodes: 4, edges: 2, events: 5, files: 2, messages: 2 },
        events: { with_node: 3, without_node: 2 },
        node_ids: { total: 0 },
        runs_pending: 2,
      },
      reuse: { by_id_alone: { runs: 2, events: 3, files: 2, messages: 2 } },
    })

    await audit()
    expect(await expectExact()).toMatchObject({
      report: {
        node_ids: { total: 3, uuid: 0, name: 3 },
        reused_ids: { total: 1, items: [{ node_id: 'shared', runs: 2, events: 3, typical_run_id: idOf(1) }] },
        groups: [
          { kind: 'run_parent_missing', findings: 2, runs: 2, examples: [{ run_id: idOf(2) }, { run_id: idOf(1) }] },
        ],
        runs_with_findings: 2,
        runs_pending: 0,
      },
    })

    // Another start, other words, and an event that goes under a node.
    const first = bundleOf(1, { agent: 'First', started_at: '2026-01-02T00:00:00.000000Z' })
    const events = first.events.map((event) => ({ ...event, node_id: z.parse(NodeId, 'shared') }))
    await storeRuns(store, { ...first, events })
    const moved = await expectExact()
    expect(moved).toMatchObject({
      report: {
        events: { with_node: 4, without_node: 1 },
        groups: [{ examples: [{ run_id: idOf(1) }, { run_id: idOf(2) }] }],
        runs_pending: 1,
      },
      reuse: { by_id_alone: { runs: 2, events: 4 } },
    })
    expect(moved.facets.agents).toEqual([
      { value: 'First', count: 1 },
      { value: 'Second', count: 1 },
    ])

    // A parent that comes settles what was missing.
    await audit()
    await storeRuns(store, aBundle({ run: aRun({ run_id: runId(999) }) }))
    await audit()
    expect(await expectExact()).toMatchObject({ report: { groups: [], runs_with_findings: 0, runs_pending: 0 } })

    await sql.query('delete from workflow_runs where run_id = $1::uuid', [idOf(2)], NoRow)
    expect(await expectExact()).toMatchObject({
      runs: 2,
      report: { counts: { events: 2 }, node_ids: { total: 2 }, reused_ids: { total: 0, items: [] } },
    })
    await sql.exec('delete from workflow_runs')
    const none = await expectExact()
    expect([none.runs, none.report.counts.events, none.facets.statuses]).toEqual([0, 0, []])
  })

  test('tell the middle of the runs with an id, of whatever is folded', async () => {
    await storeRuns(store, ...[1, 2, 3, 4, 5].map((number) => bundleOf(number)))
    await audit()
    const spread = async () => (await expectExact()).report.reused_ids.items[0]
    expect(await spread()).toMatchObject({
      events_per_run: { minimum: 1, median: 3, maximum: 5 },
      typical_run_id: idOf(3),
    })
    await sql.query('delete from workflow_runs where run_id = $1::uuid', [idOf(5)], NoRow)
    expect(await spread()).toMatchObject({ events_per_run: { minimum: 1, median: 2, maximum: 4 } })
  })

  test('begin anew where a table is emptied', async () => {
    await storeRuns(store, bundleOf(1))
    await audit()
    await foldAllFigures(sql)
    await sql.exec('truncate sessions cascade')
    const { report, runs, facets, sessions } = await expectExact()
    expect([runs, sessions, report.counts.nodes, report.node_ids.total, report.groups, facets.agents]).toEqual([
      0,
      0,
      0,
      0,
      [],
      [],
    ])
  })

  test('of more runs that wait than are counted are told as what they are', async () => {
    await storeRuns(store, bundleOf(1), bundleOf(2))
    await audit()
    await sql.exec(`insert into workflow_runs (run_id, session_id, status, meta)
      select ('00000000-0000-4000-8001-' || lpad(i::text, 12, '0'))::uuid, session_id, 'completed', '{}'
      from (select session_id from sessions limit 1) s, generate_series(1, 1001) i;
      insert into dag_nodes (run_id, node_id, node_type, label, status, origin, meta)
      select run_id, 'shared', 'agent', 'shared', 'completed', 'recorded', '{}' from workflow_runs
      where run_id::text like '00000000-0000-4000-8001-%';
      insert into run_revisions (run_id, revision) select run_id, 1 from workflow_runs on conflict do nothing`)
    const reuseOf = (run_id: string) => store.repositories.integrity.nodeReuse(nodeRef(run_id, 'shared'))
    expect(await reuseOf(idOf(1))).toMatchObject({ by_id_alone: { runs: 2, events: 3 }, runs_pending: 1001 })
    // The asked run always counts as it is.
    expect(await reuseOf('00000000-0000-4000-8001-000000000001')).toMatchObject({
      by_id_alone: { runs: 3, events: 3 },
      runs_pending: 1000,
    })
    await sql.exec(`delete from workflow_runs where run_id = '00000000-0000-4000-8001-000000000001'`)
    const counted = await reuseOf(idOf(1))
    expect([counted.by_id_alone.runs, counted.runs_pending]).toEqual([1002, undefined])
  })

  test.runIf(name === 'postgres')('make no writer wait for another, nor for the folding', async () => {
    const other = bundleOf(2)
    await store.writer.writeSessions([aSession({ session_id: other.run.session_id })], 'batch')
    await tellRuns(store, bundleOf(1))
    await sql.transaction(async (tx) => {
      // A write that goes on for long, of the same words and the same node ids.
      await tx.exec(`insert into workflow_runs (run_id, session_id, status, mode, agent, meta)
        select '${runId(7)}', session_id, status, mode, agent, '{}' from workflow_runs limit 1;
        insert into run_revisions (run_id, revision) values ('${runId(7)}', 1);
        insert into node_uses values ('${runId(7)}', 'shared', 1, 0, 0)`)
      await store.writer.writeRun(other, 'batch')
      await audit()
      await foldAllFigures(sql)
      const { runs, report } = await told()
      expect([runs, report.runs_pending, report.reused_ids.items[0]?.runs]).toEqual([2, 0, 2])
    })
    const { runs, report, facets } = await expectExact()
    expect([runs, report.runs_pending, report.reused_ids.items[0]?.runs]).toEqual([3, 1, 3])
    expect(facets.statuses).toEqual([{ value: 'completed', count: 3 }])
  })

  test.runIf(name === 'postgres')('are folded by one at a time', async () => {
    await storeRuns(store, bundleOf(1))
    await sql.transaction(async (tx) => {
      await tx.query('select fold_figures(1)', [], z.unknown())
      expect(await foldFigures(sql)).toBe(false)
      expect((await told()).runs).toBe(1)
    })
    await expectExact()
  })
})

describe.each(sqlCases)('a database of $name from before figures were kept', ({ name, open }) => {
  test('is counted once, findings and uses of node ids included', async () => {
    const sql = await open()
    try {
      await migrate(
        sql,
        (await readMigrations()).filter(({ version }) => version < 22),
      )
      const finding = (number: number) =>
        JSON.stringify([
          {
            kind: 'run_parent_missing',
            findings: 1,
            rows: 2,
            runs: 1,
            examples: [
              {
                kind: 'run_parent_missing',
                run_id: runId(number),
                node_id: null,
                event_id: null,
                table: 'workflow_runs',
                key: runId(number),
                rows: 2,
                detail: 'It is missing.',
              },
            ],
          },
        ])
      const runOf = (number: number) => `
        insert into workflow_runs (run_id, session_id, status, agent, meta) values ('${runId(number)}', 's', 'completed', 'a', '{}');
        insert into dag_nodes (run_id, node_id, node_type, label, status, origin, meta)
        values ('${runId(number)}', 'shared', 'agent', 'shared', 'completed', 'recorded', '{}');
        insert into execution_events (run_id, event_id, node_id, event_type, headline, is_error, meta)
        values ('${runId(number)}', 'e', 'shared', 'info', 'did it', false, '{}'), ('${runId(number)}', 'f', null, 'info', 'did it', false, '{}');
        insert into run_audits (run_id, revision, audited_revision, finding_count, groups)
        values ('${runId(number)}', 1, ${number === 3 ? 'null' : 1}, 1, '${finding(number)}');
        insert into node_uses values ('${runId(number)}', 'shared', 1, 0, 0);`
      await sql.exec(`insert into sessions (session_id, meta) values ('s', '{}')`)
      await sql.exec([1, 2, 3].map(runOf).join('\n'))
      const { integrity, runs } = (await storeOn(name, sql)).repositories
      const report = await new IntegrityService(integrity).report()
      expect(report).toMatchObject({
        counts: { sessions: 1, runs: 3, nodes: 3, events: 6 },
        events: { with_node: 3, without_node: 3 },
        node_ids: { total: 1, uuid: 0, name: 1 },
        reused_ids: { total: 1, items: [{ node_id: 'shared', runs: 3, events: 3, typical_run_id: runId(1) }] },
        groups: [
          {
            kind: 'run_parent_missing',
            findings: 3,
            rows: 6,
            runs: 3,
            examples: [3, 2, 1].map((n) => ({ run_id: runId(n) })),
          },
        ],
        runs_with_findings: 3,
        runs_pending: 1,
      })
      expect(await runs.facets()).toEqual({
        statuses: [{ value: 'completed', count: 3 }],
        modes: [],
        agents: [{ value: 'a', count: 3 }],
      })
    } finally {
      await sql.close()
    }
  })
})
