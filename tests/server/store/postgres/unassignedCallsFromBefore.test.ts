import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aSpan } from '#mocks/fixtures/aSpan.ts'
import { migrate, readMigrations } from '#server/store/postgres/engine/migrate.ts'
import { storeOn } from '#server/store/postgres/engine/openStore.ts'
import type { Sql } from '#server/store/postgres/sql.ts'
import { runOfTrace } from '#server/store/spans/runOfTrace.ts'
import { sqlCases } from '#tests/support/databases.ts'
import { runId } from '#tests/support/testStore.ts'

const { trace_id, span_id } = aSpan()

describe.each(sqlCases)('spans in $name that came before calls were listed', ({ name, open }) => {
  let sql: Sql
  beforeAll(async () => {
    sql = await open()
  })
  afterAll(async () => await sql.close())

  test('are looked at once more where no run was drawn from them, and nowhere else', async () => {
    await migrate(
      sql,
      (await readMigrations()).filter(({ version }) => version < 11),
    )
    await sql.exec(`
      insert into sessions (session_id, meta) values ('s', '{}');
      insert into workflow_runs (run_id, session_id, status, meta) values ('${runId(1)}', 's', 'completed', '{}');
      insert into spans values ('${trace_id}', '${span_id}', '${JSON.stringify(aSpan())}', 1, 1);
      insert into traces values ('${trace_id}', '${runOfTrace(trace_id)}', false);
      insert into span_runs (run_id, revision, projected_revision, received_at) values
        ('${runId(1)}', 3, 3, now()), ('${runOfTrace(trace_id)}', 2, 2, now());`)
    const { spans } = await storeOn(name, sql)
    expect(await spans.listDue(3_600_000, 10)).toEqual([{ run_id: runOfTrace(trace_id), isQuiet: false }])
    // Their resource and scope were within them, and are read from there, beside spans that share theirs.
    const later = aSpan({ span_id: 'b7ad6b7169203332', start_ns: '1769000009000000000' })
    await spans.acceptSpans([later])
    const bounds = { spans: 10, bytes: 1_000_000 }
    expect((await spans.spansOfRun(runOfTrace(trace_id), bounds)).spans).toEqual([aSpan(), later])
    const more = aSpan({ attributes: { more: true } })
    await spans.acceptSpans([more])
    expect((await spans.spansOfRun(runOfTrace(trace_id))).spans).toEqual([more, later])
  })
})
