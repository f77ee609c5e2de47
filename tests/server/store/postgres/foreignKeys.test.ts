import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunId } from '#contract/ids.ts'
import { BLUE, CANARY, GREEN, twinRuns, twinSessions } from '#mocks/fixtures/twinRuns.ts'
import { storeOn } from '#server/store/postgres/engine/openStore.ts'
import { NoRow, type Sql } from '#server/store/postgres/sql.ts'
import * as z from 'zod/mini'
import { sqlCases } from '#tests/support/databases.ts'

/** What a careless statement would write: a row of the blue run that names a node which only the green run has. */
const GREEN_ONLY = 'only-green'
const CROSSINGS = {
  'an event': `insert into execution_events (run_id, event_id, node_id, event_type, meta, headline, is_error)
    values ('${BLUE}', 'crossing', '${GREEN_ONLY}', 'info', '{}', '', false)`,
  'an edge from it': `insert into dag_edges (run_id, from_node_id, to_node_id, dependency_type, origin)
    values ('${BLUE}', '${GREEN_ONLY}', 'step_1', 'sequential', 'recorded')`,
  'an edge to it': `insert into dag_edges (run_id, from_node_id, to_node_id, dependency_type, origin)
    values ('${BLUE}', 'step_1', '${GREEN_ONLY}', 'sequential', 'recorded')`,
  'a file': `insert into files (run_id, file_id, node_id, file_path, file_type, meta)
    values ('${BLUE}', 'crossing', '${GREEN_ONLY}', 'x', 'other', '{}')`,
  'a message': `insert into messages (run_id, message_id, node_id, content, meta)
    values ('${BLUE}', 'crossing', '${GREEN_ONLY}', 'x', '{}')`,
  'an event that moves to it': `update execution_events set node_id = '${GREEN_ONLY}'
    where run_id = '${BLUE}' and event_id = '${CANARY.blue}-code'`,
  'an event that moves to another run': `update execution_events set run_id = '${GREEN}', node_id = 'nowhere'
    where event_id = '${CANARY.blue}-code'`,
}

/** Rows of a run that is not stored, under no node: there is no key to a node that would refuse them. */
const NO_RUN = '99999999-9999-4999-8999-999999999999'
const HOMELESS = {
  'an event': `insert into execution_events (run_id, event_id, event_type, meta, headline, is_error)
    values ('${NO_RUN}', 'homeless', 'info', '{}', '', false)`,
  'a file': `insert into files (run_id, file_id, file_path, file_type, meta)
    values ('${NO_RUN}', 'homeless', 'x', 'other', '{}')`,
  'a message': `insert into messages (run_id, message_id, content, meta) values ('${NO_RUN}', 'homeless', 'x', '{}')`,
  'an event that moves to it': `update execution_events set run_id = '${NO_RUN}', node_id = null
    where event_id = '${CANARY.blue}-code'`,
}

describe.each(sqlCases)('the tables in $name', ({ name, openForStore }) => {
  let sql: Sql
  beforeAll(async () => {
    sql = await openForStore()
    const { writer } = await storeOn(name, sql)
    await writer.writeSessions(twinSessions)
    for (const bundle of twinRuns) await writer.writeRun(bundle)
    await sql.exec(`insert into dag_nodes (run_id, node_id, node_type, label, status, origin, meta)
      values ('${GREEN}', '${GREEN_ONLY}', 'agent', 'x', 'pending', 'recorded', '{}')`)
  })
  afterAll(async () => await sql.close())

  test.each(Object.entries(CROSSINGS))('refuse %s of another run’s node', async (_what, statement) => {
    await expect(sql.exec(statement)).rejects.toMatchObject({ name: 'SqlError', code: '23503' })
  })

  test.each(Object.entries(HOMELESS))('refuse %s of a run that is not stored', async (_what, statement) => {
    await expect(sql.exec(statement)).rejects.toMatchObject({ name: 'SqlError', code: '23503' })
  })

  test('refuse a second event of an id in one run, and none whose id another run has', async () => {
    const insert = (run_id: RunId) =>
      sql.exec(`insert into execution_events (run_id, event_id, event_type, meta, headline, is_error)
        values ('${run_id}', '${CANARY.green}-code', 'info', '{}', '', false)`)
    await expect(insert(GREEN)).rejects.toMatchObject({ code: '23505', constraint: 'execution_events_pkey' })
    await insert(BLUE)
  })

  test('refuse an id that is too long, also where it would compress well', async () => {
    const statement = `insert into dag_nodes (run_id, node_id, node_type, label, status, origin, meta)
      values ($1::uuid, $2::text, 'agent', 'x', 'pending', 'recorded', '{}')`
    await expect(sql.query(statement, [BLUE, 'x'.repeat(513)], NoRow)).rejects.toMatchObject({ code: '23514' })
  })

  test('lose all rows of a run with it, under a node or under none, and no row of another run', async () => {
    for (const run_id of [BLUE, GREEN])
      await sql.exec(`insert into execution_events (run_id, event_id, event_type, meta, headline, is_error)
          values ('${run_id}', 'nodeless of ${run_id}', 'info', '{}', '', false);
        insert into files (run_id, file_id, file_path, file_type, meta) values ('${run_id}', 'nodeless', 'x', 'other', '{}');
        insert into messages (run_id, message_id, content, meta) values ('${run_id}', 'nodeless', 'x', '{}')`)
    const rows = (run_id: RunId) =>
      sql.query(
        `select (select count(*)::integer from execution_events where run_id = $1::uuid) as events,
          (select count(*)::integer from files where run_id = $1::uuid) as files,
          (select count(*)::integer from messages where run_id = $1::uuid) as messages`,
        [run_id],
        z.object({ events: z.int(), files: z.int(), messages: z.int() }),
      )
    await sql.exec(`delete from workflow_runs where run_id = '${BLUE}'`)
    expect(await rows(BLUE)).toEqual([{ events: 0, files: 0, messages: 0 }])
    const { events = [], files = [], messages = [] } = twinRuns[1] ?? {}
    expect(await rows(GREEN)).toEqual([
      { events: events.length + 1, files: files.length + 1, messages: messages.length + 1 },
    ])
  })
})
