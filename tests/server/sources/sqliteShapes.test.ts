import Libsql from 'libsql'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSource } from '#server/sources/openSource.ts'
import { importingFrom } from '#tests/support/oldDatabases/importing.ts'
import { FIRST, SECOND } from '#tests/support/oldDatabases/oldRows.ts'

/** The same rows in tables that SQLite keeps in different ways. */
const ROWS = `
  insert into workflow_runs values ('${FIRST}', 's1'), ('${SECOND}', 's1');
  insert into execution_events values ('e2', '${SECOND}', 'step_1', '{"n": 2}'), ('e1', '${FIRST}', 'step_1', null),
    ('e3', '${SECOND}', 'step_1', 7), ('lost', 'gone', 'step_1', 9007199254740993);
  insert into files values ('f1', '${SECOND}', 'a.csv');
  insert into messages values (1, '${FIRST}', 'hello')`
const tables = (names: { readonly suffix?: string; readonly options?: string; readonly more?: string }) => {
  const { suffix = '', options = '', more = '' } = names
  return `
    create table workflow_runs${suffix} (id text primary key, session_id text) ${options};
    create table execution_events${suffix} (id text primary key, run_id text, node_id text, inputs json ${more}) ${options};
    create table files${suffix} (id text primary key, run_id text, file_path text) ${options};
    create table messages${suffix} (id integer primary key, run_id text, content text) ${options};`
}
const NAMES = ['workflow_runs', 'execution_events', 'files', 'messages']

const SHAPES: Readonly<Record<string, string>> = {
  'tables with rowids': `${tables({})} ${ROWS}`,
  'tables WITHOUT ROWID': `${tables({ options: 'without rowid' })} ${ROWS}`,
  'tables with columns that bear the names of rowids': `${tables({})} ${ROWS};
    ${['rowid', 'oid', '_rowid_'].map((name) => `alter table execution_events add column ${name} default 1`).join(';')};
    alter table files add column ROWID default 1`,
  views: `${tables({ suffix: '_kept' })}
    ${NAMES.map((name) => `create view ${name} as select * from ${name}_kept`).join(';')};
    ${ROWS.replaceAll(/into (\w+)/g, 'into $1_kept')}`,
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runlens-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function importOf(schema: string) {
  const path = join(folder, `${Math.random()}.db`)
  const db = new Libsql(path)
  db.exec(schema)
  db.close()
  const source = await openSource(path)
  try {
    return await importingFrom(source)
  } finally {
    await source.close()
  }
}

describe('an old SQLite database', () => {
  it.each(Object.entries(SHAPES))('is imported from %s', async (_, schema) => {
    const { bundleOf, report, kept } = await importOf(schema)
    expect(bundleOf(FIRST)).toMatchObject({
      events: [{ event_id: 'e1', node_id: 'step_1', inputs: null }],
      files: [],
      messages: [{ message_id: '1', content: 'hello' }],
    })
    expect(bundleOf(SECOND)).toMatchObject({
      events: [
        { event_id: 'e2', inputs: { n: 2 } },
        { event_id: 'e3', inputs: 7 },
      ],
      files: [{ file_id: 'f1', file_path: 'a.csv' }],
      messages: [],
    })
    expect(report.tables.execution_events).toEqual({ read: 4, placed: 3, unplaced: 1 })
    expect(kept.flat()).toMatchObject([{ old_key: 'lost', row: { inputs: '9007199254740993', run_id: 'gone' } }])
  })

  it('whose view makes JSON, or whose payloads are bytes, is imported with those payloads', async () => {
    const { bundleOf } =
      await importOf(`create table workflow_runs (id text); insert into workflow_runs values ('${FIRST}');
      create view execution_events as select 'e1' as id, '${FIRST}' as run_id, json_object('n', 1) as inputs,
      cast('{"n": 2}' as blob) as outputs, '' as error_message`)
    expect(bundleOf(FIRST).events).toMatchObject([
      { event_id: 'e1', inputs: { n: 1 }, outputs: { n: 2 }, error_message: null },
    ])
  })

  it('with a view of a missing table is refused with the reason', async () => {
    const broken = `create table workflow_runs (id text); create view execution_events as select * from gone`
    await expect(importOf(broken)).rejects.toMatchObject({
      name: 'SourceError',
      trouble: 'wrong schema',
      message: expect.stringMatching(/does not have the old schema: .*gone/),
    })
  })
})
