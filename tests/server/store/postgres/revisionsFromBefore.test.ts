import { describe, expect, test } from 'vitest'
import { RunId } from '#contract/ids.ts'
import { migrate, readMigrations } from '#server/store/postgres/engine/migrate.ts'
import { storeOn } from '#server/store/postgres/engine/openStore.ts'
import { IntegrityService } from '#server/integrity/IntegrityService.ts'
import { sqlCases } from '#tests/support/databases.ts'
import { runId } from '#tests/support/testStore.ts'
import { aBundle, aRun } from '#mocks/fixtures/builders.ts'

const [IMPORTED, CHANGED] = [RunId.parse(runId(1)), RunId.parse(runId(2))]
const CHANGES = {
  nodes: [],
  removed_nodes: [],
  topology: false,
  events: [],
  removed_events: [],
  files: true,
  messages: false,
}

describe.each(sqlCases)('a database of $name from before one table had the revisions', ({ name, open }) => {
  test('keeps revisions, states, digests, changes, audits and figures', async () => {
    const sql = await open()
    try {
      await migrate(
        sql,
        (await readMigrations()).filter(({ version }) => version < 25),
      )
      const STATE = '11111111-2222-4333-8444-555555555555'
      await sql.exec(`
        insert into sessions (session_id, meta) values ('s', '{}');
        insert into workflow_runs (run_id, session_id, status, meta) values
          ('${IMPORTED}', 's', 'completed', '{}'), ('${CHANGED}', 's', 'completed', '{}');
        insert into run_audits (run_id, revision, audited_revision, state) values
          ('${IMPORTED}', 3, 3, '${STATE}'), ('${CHANGED}', 8, 7, gen_random_uuid());
        insert into run_digests values ('${IMPORTED}', 'd');
        insert into run_changes (run_id, seq, changes) values ('${CHANGED}', 8, '${JSON.stringify(CHANGES)}');`)
      const { changes, repositories, writer } = await storeOn(name, sql)
      expect([await changes.revisionOf(IMPORTED), await changes.revisionOf(CHANGED)]).toEqual([3, 8])
      expect(await changes.stateOf(IMPORTED)).toBe(`${STATE}.${await changes.epoch()}`)
      expect(await writer.digestsOf([IMPORTED, CHANGED])).toEqual(new Map([[IMPORTED, 'd']]))
      expect(await changes.changesSince(CHANGED, 7)).toEqual({ revision: 8, changes: CHANGES })
      expect(await repositories.integrity.pendingRuns()).toEqual([CHANGED])

      const service = new IntegrityService(repositories.integrity)
      await service.refresh()
      const counted = await service.report()
      expect(counted).toMatchObject({ counts: { runs: 2 }, runs_pending: 0 })
      // The function that counts everything again names the table.
      await sql.exec('select recount_figures()')
      expect(await service.report()).toEqual(counted)

      await writer.writeRun(aBundle({ run: aRun({ run_id: IMPORTED, session_id: 's' }) }))
      expect(await writer.digestsOf([IMPORTED])).toEqual(new Map())
      expect(await changes.revisionOf(IMPORTED)).toBe(4)
    } finally {
      await sql.close()
    }
  })
})
