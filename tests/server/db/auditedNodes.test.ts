import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrate, readMigrations } from '#server/db/migrate.ts'
import { storeOn } from '#server/db/openStore.ts'
import type { Sql } from '#server/db/sql.ts'
import { AT_ONCE } from '#server/integrity/AuditPatience.ts'
import { IntegrityService } from '#server/integrity/IntegrityService.ts'
import { appOver } from '#tests/server/http/twinApp.ts'
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

describe.each(sqlCases)('audits in $name that were kept before', ({ name, open }) => {
  let sql: Sql
  beforeAll(async () => {
    sql = await open()
  })
  afterAll(async () => await sql.close())

  test('know what their runs have of each node, without being made anew', async () => {
    await migrate(
      sql,
      (await readMigrations()).filter(({ version }) => version < 9),
    )
    await sql.exec(`insert into sessions (session_id, meta) values ('s', '{}')`)
    await sql.exec([AUDITED_BEFORE, rowsOf(1, 'shared', 3), rowsOf(2, 'own_2', 2), rowsOf(3, 'shared', 9)].join('\n'))
    const { integrity } = (await storeOn(name, sql)).repositories
    expect(await integrity.pendingRuns()).toEqual([runId(3)])
    expect(await integrity.reusedIds()).toEqual({
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

  test('are made of all runs but one that has a row which cannot be read, and the report is there', async () => {
    const store = await storeOn(name, sql)
    const { integrity } = store.repositories
    // No id that any version of ours would store.
    await sql.exec(`insert into dag_nodes (run_id, node_id, node_type, label, status, origin, meta)
      values ('${runId(2)}', '.', 'agent', '.', 'completed', 'recorded', '{}')`)
    await sql.exec('update run_audits set revision = revision + 1')
    const failed: string[] = []
    const audits = new IntegrityService(integrity, AT_ONCE, (run_id) => failed.push(run_id))
    await audits.refresh()
    expect(failed).toEqual([runId(2)])
    expect((await audits.report()).runs_pending).toBe(1)
    const { app } = appOver(store)
    const reply: unknown = await (await app.request('/api/integrity')).json()
    expect(reply).toMatchObject({ item: { runs_pending: 1, counts: { runs: 3 } } })
    // It is tried again after a while, and then no row is in the way any more.
    await sql.exec(`delete from dag_nodes where node_id = '.'`)
    await sql.exec(`update run_audits set audited_at = audited_at - interval '2 minutes'`)
    await audits.refresh()
    expect((await audits.report()).runs_pending).toBe(0)
  })
})
