import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aRun } from '#mocks/fixtures/builders.ts'
import { migrate, readMigrations } from '#server/store/postgres/engine/migrate.ts'
import { storeOn } from '#server/store/postgres/engine/openStore.ts'
import type { Sql } from '#server/store/postgres/sql.ts'
import { AT_ONCE } from '#server/store/audits/AuditPatience.ts'
import { IntegrityService } from '#server/integrity/IntegrityService.ts'
import { sqlCases } from '#tests/support/databases.ts'
import { runId } from '#tests/support/testStore.ts'

/** Three runs that share a node id, two of them looked through, as a version left them that kept no rows of nodes. */
const AUDITED_BEFORE = [1, 2, 3]
  .map(
    (number) => `
    insert into workflow_runs (run_id, session_id, status, meta) values ('${runId(number)}', 's', 'completed', '{}');
    insert into dag_nodes (run_id, node_id, node_type, label, status, origin, meta) values
      ('${runId(number)}', 'shared', 'agent', 'shared', 'completed', 'recorded', '{}'),
      ('${runId(number)}', 'own_${number}', 'agent', 'own', 'completed', 'recorded', '{}');
    insert into run_audits (run_id, revision, audited_revision) values ('${runId(number)}', 1, ${number === 3 ? 'null' : 1});`,
  )
  .join('\n')

const rowsOf = (number: number, node_id: string, events: number) => `
  insert into execution_events (run_id, event_id, node_id, event_type, meta, headline, is_error)
  select '${runId(number)}', '${number}-' || n, '${node_id}', 'info', '{}', 'did it', false
  from generate_series(1, ${events}) n;
  insert into files (run_id, file_id, node_id, file_path, file_type, meta)
  values ('${runId(number)}', 'f', '${node_id}', 'a.txt', 'text', '{}');`

describe.each(sqlCases)('audits in $name', ({ name, open }) => {
  let sql: Sql
  beforeAll(async () => {
    sql = await open()
  })
  afterAll(async () => await sql.close())

  test('that an earlier version kept know what their runs have of each node, without being made anew', async () => {
    await migrate(
      sql,
      (await readMigrations()).filter(({ version }) => version < 9),
    )
    await sql.exec(`insert into sessions (session_id, meta) values ('s', '{}')`)
    await sql.exec([AUDITED_BEFORE, rowsOf(1, 'shared', 3), rowsOf(2, 'own_2', 2), rowsOf(3, 'shared', 9)].join('\n'))
    const { integrity } = (await storeOn(name, sql)).repositories
    expect(await integrity.pendingRuns()).toEqual([runId(3)])
    expect((await integrity.nodeIds()).reused_ids).toEqual({
      total: 1,
      items: [
        {
          node_id: 'shared',
          runs: 2,
          events: 3,
          files: 1,
          messages: 0,
          events_per_run: { minimum: 0, median: 0, maximum: 3 },
          typical_run_id: runId(2),
        },
      ],
    })
  })

  test('tell of a run that cannot be read, and look through all others', async () => {
    const { integrity } = (await storeOn(name, sql)).repositories
    // No version writes such an id, but a database can be written by others.
    await sql.exec(`insert into dag_nodes (run_id, node_id, node_type, label, status, origin, meta)
      values ('${runId(2)}', E'a\\x01', 'agent', 'broken', 'completed', 'recorded', '{}');
      update run_revisions set revision = revision + 1`)
    const service = new IntegrityService(integrity, AT_ONCE)
    await service.refresh()
    const report = await service.report()
    expect(report).toMatchObject({ counts: { runs: 3 }, runs_pending: 0, reused_ids: { total: 1 } })
    expect(report.reused_ids.items).toMatchObject([{ node_id: 'shared', runs: 2, events: 12 }])
    expect(report.groups.filter(({ kind }) => kind === 'run_unreadable')).toMatchObject([
      { findings: 1, runs: 1, examples: [{ run_id: runId(2), detail: expect.stringContaining('node_id') }] },
    ])
    expect((await integrity.foundInRun(aRun({ run_id: runId(2) }).run_id))?.map(({ kind }) => kind)).toEqual([
      'run_unreadable',
    ])

    await sql.exec(`delete from dag_nodes where label = 'broken';
      update run_revisions set revision = revision + 1 where run_id = '${runId(2)}'`)
    await service.refresh()
    expect((await service.report()).groups.map(({ kind }) => kind)).not.toContain('run_unreadable')
  })
})
