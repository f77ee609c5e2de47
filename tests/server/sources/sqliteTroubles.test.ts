import Libsql from 'libsql'
import { createHash } from 'node:crypto'
import { copyFile, mkdtemp, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { EMPTY_OLD_DATABASE } from '#server/import/memoryOldSource.ts'
import { openSource } from '#server/sources/openSource.ts'
import { writeOldSqlite } from '#tests/support/oldDatabases.ts'
import { importingFrom } from '#tests/support/oldDatabases/importing.ts'
import { FIRST, oldDatabase, oldEvent, oldNode, oldRun, SECOND } from '#tests/support/oldDatabases/oldRows.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runlens-'))
})
afterEach(() => rm(folder, { recursive: true }))

const inFolder = (name: string): string => join(folder, name)
const importFile = async (path: string) => {
  const source = await openSource(path)
  try {
    return await importingFrom(source)
  } finally {
    await source.close()
  }
}
const told = (trouble: string, sentence: RegExp) => ({
  name: 'SourceError',
  trouble,
  message: expect.stringMatching(sentence),
})

const PAYLOAD = JSON.stringify({ text: 'x'.repeat(2000) })
const twoRuns = oldDatabase({
  workflow_runs: [oldRun(FIRST), oldRun(SECOND)],
  dag_nodes: [oldNode('step_1', FIRST)],
  execution_events: Array.from({ length: 400 }, (_, index) =>
    oldEvent(`event-${index}`, index % 2 === 0 ? FIRST : SECOND, 'step_1', { inputs: PAYLOAD }),
  ),
})

it('a missing file is reported, and not created', async () => {
  await expect(importFile(inFolder('none.db'))).rejects.toMatchObject(
    told('missing', /^There is no file .*none\.db\.$/),
  )
  expect(await readdir(folder)).toEqual([])
})

it('an empty file, a file without tables and a file with other tables are refused', async () => {
  await writeFile(inFolder('zero.db'), '')
  await expect(importFile(inFolder('zero.db'))).rejects.toMatchObject(told('empty', /is empty/))
  const other = new Libsql(inFolder('other.db'))
  other.exec('create table notes (id integer)')
  other.close()
  await expect(importFile(inFolder('other.db'))).rejects.toMatchObject(
    told('wrong schema', /has none of the old tables/),
  )
})

it('a file that is not a database, and a folder, are refused with the reason', async () => {
  await writeFile(inFolder('notes.txt'), 'just some notes, longer than a header')
  await expect(importFile(inFolder('notes.txt'))).rejects.toMatchObject(
    told('not a database', /is not a SQLite database/),
  )
  await expect(importFile(folder)).rejects.toMatchObject(told('not a database', /is a folder/))
})

it('a database of another schema says which column it lacks', async () => {
  const other = new Libsql(inFolder('other.db'))
  other.exec('create table workflow_runs (id text); create table execution_events (id text, node_id text)')
  other.close()
  await expect(importFile(inFolder('other.db'))).rejects.toMatchObject(
    told('wrong schema', /its table execution_events has no column run_id/),
  )
  const own = new Libsql(inFolder('own.db'))
  own.exec('create table workflow_runs (id text, run_id text)')
  own.close()
  await expect(importFile(inFolder('own.db'))).rejects.toMatchObject(
    told('of Runlens', /is already a Runlens database/),
  )
})

it('a damaged file is reported, however late the damage is reached', async () => {
  writeOldSqlite(inFolder('old.db'), twoRuns)
  const { length } = await readFile(inFolder('old.db'))
  await copyFile(inFolder('old.db'), inFolder('half.db'))
  await truncate(inFolder('half.db'), Math.floor(length / 2))
  await expect(importFile(inFolder('half.db'))).rejects.toMatchObject(told('corrupt', /is damaged/))
})

it('a file locked by a writer is reported after a wait', async () => {
  writeOldSqlite(inFolder('old.db'), twoRuns)
  const writer = new Libsql(inFolder('old.db'))
  writer.exec('begin exclusive')
  try {
    await expect(importFile(inFolder('old.db'))).rejects.toMatchObject(told('locked', /is locked by another program/))
  } finally {
    writer.close()
  }
})

it('the source stays as it is to the byte, with nothing beside it', async () => {
  writeOldSqlite(inFolder('old.db'), twoRuns)
  const hash = async () =>
    createHash('sha256')
      .update(await readFile(inFolder('old.db')))
      .digest('hex')
  const before = await hash()
  await importFile(inFolder('old.db'))
  expect(await hash()).toBe(before)
  expect(await readdir(folder)).toEqual(['old.db'])
})

it('tables and columns may be missing, in other case, or more than were asked for', async () => {
  const db = new Libsql(inFolder('bare.db'))
  db.exec(`create table WORKFLOW_RUNS (ID text, colour text);
    create table execution_events (Id text, RUN_ID text, Node_Id text);
    insert into WORKFLOW_RUNS values ('${FIRST}', 'blue');
    insert into execution_events values ('e1', '${FIRST}', 'step_1')`)
  db.close()
  const { bundleOf, found } = await importFile(inFolder('bare.db'))
  expect(bundleOf(FIRST)).toMatchObject({
    nodes: [{ node_id: 'step_1', origin: 'reconstructed' }],
    events: [{ event_id: 'e1', node_id: 'step_1', inputs: null }],
  })
  expect(found('session_missing')).toEqual([FIRST])
})

it('an old database without any row is imported, and holds nothing', async () => {
  writeOldSqlite(inFolder('fresh.db'), EMPTY_OLD_DATABASE)
  const { report } = await importFile(inFolder('fresh.db'))
  expect(report.tables.workflow_runs).toEqual({ read: 0, placed: 0, unplaced: 0 })
})

it('texts that are no UTF-8, numbers beyond JavaScript and NUL characters are read without a fall', async () => {
  writeOldSqlite(inFolder('odd.db'), oldDatabase({ workflow_runs: [oldRun(FIRST)] }), [
    `insert into execution_events (id, run_id, node_id, event_type, error_message, execution_order, duration_ms)
    values ('e1', '${FIRST}', 'step_1', 'info', cast(x'ff41' as text), 9007199254740993, 9e999),
    ('e2', '${FIRST}', 'step_1', cast(x'610062' as text), 'fine', 2, 0.1 + 0.2)`,
  ])
  const { bundleOf, found } = await importFile(inFolder('odd.db'))
  expect(bundleOf(FIRST).events).toMatchObject([
    { event_id: 'e2', execution_order: 2, duration_ms: 0.1 + 0.2 },
    { event_id: 'e1', error_message: '\uFFFDA', execution_order: null, duration_ms: null },
  ])
  expect(found('unreadable_number')).toEqual(['e1', 'e1'])
})

it('rows of runs that are gone are reported, and an event id that two runs have is kept in both', async () => {
  const gone = '99999999-0000-4000-8000-000000000009'
  const db = new Libsql(inFolder('loose.db'))
  db.exec(`create table workflow_runs (id text); create table execution_events (id text, run_id text, node_id text);
    create table files (id text, run_id text);
    insert into workflow_runs values ('${FIRST}'), ('${SECOND}');
    insert into files values ('f1', '${gone}');
    insert into execution_events values ('same', '${FIRST}', 'step_1'), ('same', '${SECOND}', 'step_1'),
      ('own', '${SECOND}', 'step_1'), ('lost', '${gone}', 'step_1'), ('loose', null, 'step_1')`)
  db.close()
  const { bundleOf, found, report } = await importFile(inFolder('loose.db'))
  expect(bundleOf(FIRST).events.map(({ event_id }) => event_id)).toEqual(['same'])
  expect(bundleOf(SECOND).events.map(({ event_id }) => event_id)).toEqual(['own', 'same'])
  expect(found('duplicate_key')).toEqual([])
  expect(found('run_missing').toSorted()).toEqual(['f1', 'loose', 'lost'])
  expect(report.tables.execution_events).toEqual({ read: 5, placed: 3, unplaced: 2 })
})
