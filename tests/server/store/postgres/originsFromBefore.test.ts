import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aSpan } from '#mocks/fixtures/aSpan.ts'
import { RunId } from '#contract/ids.ts'
import { migrate, readMigrations } from '#server/store/postgres/engine/migrate.ts'
import { storeOn } from '#server/store/postgres/engine/openStore.ts'
import { originsOf } from '#server/store/postgres/read/runOrigins.ts'
import type { Sql } from '#server/store/postgres/sql.ts'
import { runOfTrace } from '#server/store/spans/runOfTrace.ts'
import { sqlCases } from '#tests/support/databases.ts'
import { runId } from '#tests/support/testStore.ts'
import * as z from 'zod/mini'

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const NAMING = '1af7651916cd43dd8448eb211c80319c'
const id = (number: number): RunId => RunId.parse(runId(number))
const [TOLD, IMPORTED, NAMED, SPLIT, LOOSE] = [id(1), id(2), id(3), id(4), id(5)]
const DRAWN = runOfTrace(TRACE)
const telemetry = { writer: 'telemetry', is_named: false }
const told = { drawn_from: null, is_named: false }

describe.each(sqlCases)('runs in $name that are older than their origins', ({ name, open }) => {
  let sql: Sql
  beforeAll(async () => {
    sql = await open()
    await migrate(
      sql,
      (await readMigrations()).filter(({ version }) => version < 18),
    )
    await sql.exec(`
      insert into sessions (session_id, meta, name) values ('batch', '{}', 'b'), ('import', '{}', 'i'), ('empty', '{}', 'e'),
        ('telemetry', '{"source":"telemetry","explicit":true}', 't');
      insert into workflow_runs (run_id, session_id, status, meta) values
        ('${TOLD}', 'batch', 'completed', '{}'), ('${IMPORTED}', 'import', 'completed', '{}'),
        ('${NAMED}', 'telemetry', 'completed', '{}'), ('${DRAWN}', 'telemetry', 'completed', '{}'),
        ('${SPLIT}', 'telemetry', 'completed', '{"source":"telemetry","name":"x","trace_ids":["${TRACE}"]}');
      insert into run_digests values ('${IMPORTED}', 'd');
      insert into spans values ('${TRACE}', 'b7ad6b7169203331', '${JSON.stringify(aSpan())}', 1, 1);
      insert into traces values ('${TRACE}', '${DRAWN}', false), ('${NAMING}', '${NAMED}', true),
        ('${'2'.repeat(32)}', '${LOOSE}', true);
      insert into span_runs (run_id, revision, projected_revision, is_settled, received_at) values
        ('${DRAWN}', 2, 2, true, now()), ('${NAMED}', 2, 1, true, now());`)
  })
  afterAll(async () => await sql.close())

  test('belong to whom their traces, digests or neither say, and spans of settled traces stay as they are', async () => {
    const store = await storeOn(name, sql)
    expect(Object.fromEntries(await originsOf(sql, [TOLD, IMPORTED, NAMED, DRAWN, SPLIT, LOOSE, id(6)]))).toEqual({
      [TOLD]: { writer: 'batch', ...told },
      [IMPORTED]: { writer: 'import', ...told },
      [NAMED]: { ...telemetry, drawn_from: NAMED, is_named: true },
      [DRAWN]: { ...telemetry, drawn_from: DRAWN },
      [SPLIT]: { ...telemetry, drawn_from: DRAWN },
      [LOOSE]: { ...telemetry, drawn_from: LOOSE, is_named: true },
    })
    const writers = await sql.query(
      'select session_id, writer from sessions order by 1',
      [],
      z.object({ session_id: z.string(), writer: z.string() }),
    )
    expect(writers.map(({ session_id, writer }) => [session_id, writer])).toEqual([
      ['batch', 'batch'],
      ['empty', 'import'],
      ['import', 'import'],
      ['telemetry', 'telemetry'],
    ])
    expect(await store.spans.acceptSpans([aSpan({ attributes: { more: true } })])).toMatchObject([{ count: 1 }])
    expect(await store.spans.acceptSpans([aSpan({ span_id: 'b7ad6b7169203332' })])).toEqual([])
  })

  test('take their origin with them, but where spans would draw them again', async () => {
    // As a projection deletes what it drew: the spans stay.
    await sql.exec(`select set_config('runlens.keep_spans', 'on', true);
      delete from workflow_runs where run_id in ('${TOLD}', '${SPLIT}', '${DRAWN}')`)
    expect((await originsOf(sql, [TOLD, SPLIT, DRAWN])).size).toBe(1)
    await sql.exec(`delete from traces where trace_id = '${TRACE}'`)
    expect((await originsOf(sql, [DRAWN])).size).toBe(0)
    await sql.exec(
      `delete from traces where trace_id = '${NAMING}'; delete from workflow_runs where run_id = '${NAMED}'`,
    )
    expect((await originsOf(sql, [NAMED, IMPORTED])).size).toBe(1)
  })
})
