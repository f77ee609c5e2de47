import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import * as z from 'zod/mini'
import { IntegrityReport } from '#contract/integrity.ts'
import { demoDatabase } from '#server/demo/demoDatabase.ts'
import { openPostgresSql } from '#server/store/postgres/engine/postgresSql.ts'
import { ownSchema } from '#tests/support/databases.ts'
import { seedDataDir } from '#tests/support/pgliteImage.ts'
import { writeOldPostgres } from '#tests/support/oldDatabases.ts'
import { oldFile } from '#tests/support/oldDatabases/oldFile.ts'
import { runlens } from '#tests/support/process/startServer.ts'

// Each of these processes opens an embedded database, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const { folder, old } = await oldFile()
const DATA_DIR = join(folder.path, 'data')
beforeAll(async () => {
  await seedDataDir(DATA_DIR)
  const { code, stderr } = await runlens(['import', old], { DATA_DIR })
  if (code !== 0) throw new Error(`the old file was not imported: ${stderr}`)
})

const sha256Of = async (path: string) =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
const reportIn = (text: string) => z.parse(IntegrityReport, JSON.parse(text))
const numbersOf = ({ groups }: IntegrityReport) =>
  groups.map(({ kind, findings, rows, runs }) => [kind, findings, rows, runs])

test('reports on a SQLite file as text and does not change a byte of it', async () => {
  const before = await sha256Of(old)
  const done = await runlens(['audit', old, '--node', 'step_1'], {})
  expect([done.code, done.stderr]).toEqual([0, ''])
  expect(done.stdout).toMatch(/by node id alone.*454 events.*of 35 runs/)
  expect(done.stdout).toMatch(/by run and node id.*1[4-6] events/)
  expect(await sha256Of(old)).toBe(before)
})

test('reports the same on a Runlens data folder, given by path or by DATA_DIR, and does not change it', async () => {
  const [byPath, bySetting, ofOld] = [
    await runlens(['audit', DATA_DIR, '--json'], {}),
    await runlens(['audit', '--json'], { DATA_DIR }),
    await runlens(['audit', old, '--json'], {}),
  ]
  expect([byPath.code, bySetting.code, ofOld.code]).toEqual([0, 0, 0])
  const report = reportIn(byPath.stdout)
  expect(report).toEqual(reportIn(bySetting.stdout))
  expect(report).toMatchObject({ shape: 'runlens', counts: { runs: 265, nodes: 262, events: 635 } })
  expect(numbersOf(report)).toEqual(numbersOf(reportIn(ofOld.stdout)))
})

test('reports on any node id of a data folder, also one of a single run, and on none that no run has', async () => {
  const single = demoDatabase().dag_nodes.find(({ id }) => String(id).length === 36)
  const [node, run] = [String(single?.['id']), String(single?.['run_id'])]
  const done = await runlens(['audit', '--node', node], { DATA_DIR })
  expect([done.code, done.stderr]).toEqual([0, ''])
  expect(done.stdout).toMatch(/by node id alone.* of 1 run\n/)
  expect(done.stdout).toContain(` of run ${run}\n`)
  const other = await runlens(['audit', '--node', 'step_1', '--run', run, '--json'], { DATA_DIR })
  expect([other.code, JSON.parse(other.stdout)]).toMatchObject([0, { node: null }])
  expect(other.stderr).toBe(`No run ${run} has a node "step_1".\n`)
})

const schema = await ownSchema()
afterAll(() => schema?.drop())

test.runIf(schema)('reports on an old or new Postgres database and writes nothing into it', async () => {
  const url = schema?.url ?? ''
  await writeOldPostgres(url, demoDatabase())
  const ofOld = await runlens(['audit', url, '--json'], {})
  expect([ofOld.code, reportIn(ofOld.stdout).shape]).toEqual([0, 'old'])
  const sql = openPostgresSql(url)
  try {
    await sql.exec('drop table sessions, workflow_runs, dag_nodes, dag_edges, execution_events, files, messages')
    expect((await runlens(['import', old], { DATABASE_URL: url })).code).toBe(0)
    const ofNew = await runlens(['audit', url, '--json'], {})
    expect([ofNew.code, ofNew.stderr]).toEqual([0, ''])
    expect(reportIn(ofNew.stdout).shape).toBe('runlens')
    expect(numbersOf(reportIn(ofNew.stdout))).toEqual(numbersOf(reportIn(ofOld.stdout)))
    const kept = 'select count(*) as count from run_revisions where audited_revision is not null'
    expect(await sql.query(kept, [], z.unknown())).toEqual([{ count: 0 }])
  } finally {
    await sql.close()
  }
})

test.each([
  { args: ['audit', 'one.db', 'two.db'], code: 64, sentence: /Give only one source/ },
  { args: ['audit', '--run', '4870fb7a-4d8a-4e1d-8ee8-78091fbacc08'], code: 64, sentence: /--run requires --node/ },
  { args: ['audit', 'none.db'], code: 66, sentence: /There is no file none\.db/ },
  { args: ['audit', 'package.json'], code: 65, sentence: /is not a SQLite database/ },
])('$args ends with $code and says why', async ({ args, code, sentence }) => {
  const done = await runlens(args, {})
  expect([done.code, done.stdout]).toEqual([code, ''])
  expect(done.stderr).toMatch(sentence)
})

test('reports a folder without a database, and creates none in it', async () => {
  const empty = join(folder.path, 'empty')
  const done = await runlens(['audit'], { DATA_DIR: empty })
  expect([done.code, done.stdout]).toEqual([66, ''])
  expect(done.stderr).toMatch(/^There is no Runlens database in .*empty\.\n$/)
  await expect(readFile(empty)).rejects.toThrow('ENOENT')
})
