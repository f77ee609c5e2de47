import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { aRun } from '#mocks/fixtures/builders.ts'
import { migrate, readMigrations } from '#server/store/postgres/engine/migrate.ts'
import { storeOn } from '#server/store/postgres/engine/openStore.ts'
import type { Sql } from '#server/store/postgres/sql.ts'
import { sqlCases } from '#tests/support/databases.ts'
import { FIRST_PAGE } from '#tests/support/testStore.ts'

const RUN = aRun().run_id

/** One run with an event of each id, as a writer of the first schema left them. */
const EVENTS_BEFORE = `
  insert into sessions (session_id, meta) values ('session-1', '{}');
  insert into workflow_runs (run_id, session_id, status, meta) values ('${RUN}', 'session-1', 'completed', '{}');
  insert into execution_events (run_id, event_id, event_type, execution_order, inputs, meta, headline, is_error) values
    ('${RUN}', 'first', 'info', 1, '{"text":"a Probe"}', '{}', 'did it', false),
    ('${RUN}', 'second', 'info', 2, null, '{}', 'did it', false)`

describe.each(sqlCases)('the searched texts in $name', ({ name, open }) => {
  let sql: Sql
  beforeAll(async () => {
    sql = await open()
    await migrate(sql, (await readMigrations()).slice(0, 1))
    await sql.exec(EVENTS_BEFORE)
  })
  afterAll(async () => await sql.close())

  const textIds = async () =>
    (await sql.query('select event_id from event_texts order by event_id', [], z.object({ event_id: z.string() }))).map(
      ({ event_id }) => event_id,
    )

  test('events that were stored before there were any are found as well', async () => {
    const { repositories } = await storeOn(name, sql)
    const { rows, searched } = await repositories.search.search(RUN, 'event', 'PROBE', FIRST_PAGE)
    expect(rows).toMatchObject([{ event_id: 'first', field: 'inputs', snippet: { match: 'Probe' } }])
    expect(searched).toEqual({ rows: 2, of: 2 })
  })

  test('follow an event whose place in the order changes, and leave the old place', async () => {
    await sql.exec(`update execution_events set execution_order = 7 where event_id = 'first'`)
    expect(await textIds()).toEqual(['first', 'second'])
    await sql.exec(`update execution_events set execution_order = 1 where event_id = 'first'`)
    expect(await textIds()).toEqual(['first', 'second'])
  })

  test('go with their events', async () => {
    expect(await textIds()).toEqual(['first', 'second'])
    await sql.exec(`delete from execution_events where event_id = 'first'`)
    expect(await textIds()).toEqual(['second'])
    await sql.exec('delete from workflow_runs')
    expect(await textIds()).toEqual([])
  })

  test('go when the events are truncated', async () => {
    await sql.exec('truncate sessions cascade')
    await sql.exec(EVENTS_BEFORE)
    expect(await textIds()).toEqual(['first', 'second'])
    await sql.exec('truncate execution_events')
    expect(await textIds()).toEqual([])
  })
})
