import Libsql from 'libsql'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSource } from '#server/sources/openSource.ts'
import { importingFrom } from '#tests/support/oldDatabases/importing.ts'
import { FIRST } from '#tests/support/oldDatabases/oldRows.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runlens-test-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** A database with one run. */
async function openOld(schema: string) {
  const path = join(folder, `${Math.random()}.db`)
  const db = new Libsql(path)
  db.exec(`create table workflow_runs (id text, session_id text); insert into workflow_runs values ('${FIRST}', 's')`)
  db.exec(schema)
  db.close()
  return await openSource(path)
}

const ROW = `'e' || x as id, '${FIRST}' as run_id, hex(zeroblob(400)) as inputs`
const ENDLESS = 'select 1 union all select x + 1 from t'

test.each([
  ['without end', `create view execution_events as with recursive t (x) as (${ENDLESS}) select ${ROW} from t`],
  [
    'that keeps all its rows, without the word',
    `create view execution_events as with t (x) as (select 1 union select x + 1 from t) select ${ROW} from t order by 1`,
  ],
  [
    'behind another view',
    `create view numbers as with recursive t (x) as (${ENDLESS}) select x from t;
     create view execution_events as select ${ROW} from numbers`,
  ],
  [
    'within a value',
    `create table one (x); create view execution_events as
     select 'e' as id, '${FIRST}' as run_id, (with recursive t (x) as (${ENDLESS}) select count(*) from t) as inputs from one`,
  ],
  ['of sessions', `create view sessions as with recursive t (x) as (${ENDLESS}) select x as id from t`],
])('a view made by recursion %s is refused before anything of it is read', async (_, schema) => {
  await expect(openOld(schema)).rejects.toMatchObject({
    trouble: 'wrong schema',
    message: expect.stringMatching(/is a view that is made by recursion and may have no end; make it a table first\.$/),
  })
})

test('a view that multiplies its rows is refused before it fills the disk', async () => {
  const schema = `create table k (x); with recursive t (x) as (select 1 union all select x + 1 from t where x < 2000)
    insert into k select x from t;
    create view execution_events as select a.x || '-' || b.x || '-' || c.x as id, '${FIRST}' as run_id from k a, k b, k c`
  await expect(openOld(schema)).rejects.toMatchObject({ trouble: 'too large' })
})

test('a row that is too large is kept apart by its short values, and the rows around it are imported', async () => {
  const large = `'"' || hex(zeroblob(17 * 1024 * 1024)) || '"'`
  const source = await openOld(`
    create table execution_events (id text, run_id text, node_id text, inputs text, outputs text);
    insert into execution_events values ('e1', '${FIRST}', 'n', '1', null), ('big', '${FIRST}', 'n', ${large}, 'short'),
      ('e2', '${FIRST}', 'n', '"' || hex(zeroblob(8 * 1024 * 1024)) || '"', null);
    insert into execution_events values ('lost', 'gone', null, ${large}, null)`)
  const { bundleOf, kept, report } = await importingFrom(source)
  await source.close()
  expect(
    bundleOf(FIRST)
      .events.map(({ event_id }) => event_id)
      .toSorted(),
  ).toEqual(['e1', 'e2'])
  expect(report.tables.execution_events).toEqual({ read: 4, placed: 2, unplaced: 2 })
  const inputs = '(not read: 35651586 bytes)'
  expect(kept.flat()).toMatchObject([
    { old_key: 'big', run_id: FIRST, kind: 'unreadable_row', row: { inputs, outputs: 'short', node_id: 'n' } },
    { old_key: 'lost', run_id: 'gone', row: { inputs } },
  ])
  expect(kept.flat()[0]?.reason).toMatch(/^the row has 35,651,\d+ bytes, more than the limit of 33,554,432;/)
})
