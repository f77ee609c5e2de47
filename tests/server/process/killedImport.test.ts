import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import * as z from 'zod/mini'
import { openPgliteSql } from '#server/store/postgres/engine/pgliteSql.ts'
import { openPostgresSql } from '#server/store/postgres/engine/postgresSql.ts'
import type { Sql } from '#server/store/postgres/sql.ts'
import { demoDatabase } from '#server/demo/demoDatabase.ts'
import { Random } from '#server/demo/random.ts'
import type { OldDatabase } from '#server/import/memoryOldSource.ts'
import { allRows } from '#tests/support/allRows.ts'
import { ownSchema } from '#tests/support/databases.ts'
import { inSoak } from '#tests/support/inSoak.ts'
import { oldEdge, oldEvent, oldNode, oldRun } from '#tests/support/oldDatabases/oldRows.ts'
import { runId } from '#tests/support/testStore.ts'
import { oldFile } from '#tests/support/oldDatabases/oldFile.ts'
import { runlens, startRunlens, temporaryFolder } from '#tests/support/process/startServer.ts'

// Each of these processes opens a database, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 300_000 })

const RUNS = 60
const EVENTS_A_RUN = 100
const STRAYS = 1700
const POLL_MS = 10

/** The demo, and so much more that an import spends time with its runs and with what has no place. */
function largeDatabase(): OldDatabase {
  const demo = demoDatabase()
  const runs = Array.from({ length: RUNS }, (_, run) => runId(run))
  const inputs = JSON.stringify({ text: 'x'.repeat(500) })
  const events = runs.flatMap((run_id, run) =>
    Array.from({ length: EVENTS_A_RUN }, (_, event) =>
      oldEvent(`event-${run}-${event}`, run_id, `step_${event % 7}`, { inputs, execution_order: event }),
    ),
  )
  const strays = Array.from({ length: STRAYS }, (_, stray) => oldEvent(`stray-${stray}`, 'gone', 'step_1', { inputs }))
  return {
    ...demo,
    workflow_runs: [...demo.workflow_runs, ...runs.map((run_id) => oldRun(run_id)), oldRun('run-7')],
    dag_nodes: [...demo.dag_nodes, oldNode('of-no-run', 'gone')],
    dag_edges: [...demo.dag_edges, oldEdge(9001, 'step_1', 'nowhere')],
    execution_events: [...demo.execution_events, ...events, ...strays],
  }
}

/** A place to import into, new and empty. */
type Target = {
  readonly environment: Readonly<Record<string, string>>
  readonly open: () => Promise<Sql>
  /** How large its tables are, committed or not, in bytes. */
  readonly size: () => Promise<number>
  readonly remove: () => Promise<void>
}
type Engine = {
  readonly name: string
  readonly kills: number
  /** The share of the final size that there is before the first row, about. */
  readonly made: number
  readonly target: () => Promise<Target>
}

const pglite: Engine = {
  name: 'the embedded database',
  kills: inSoak(8, 3),
  made: 0.5,
  target: async () => {
    const parent = await temporaryFolder()
    const DATA_DIR = join(parent.path, 'data')
    const size = () => sizeOfFiles(join(DATA_DIR, 'database', 'base'))
    return { environment: { DATA_DIR }, open: () => openPgliteSql(DATA_DIR), size, remove: () => parent.remove() }
  },
}
const postgres: Engine = {
  name: 'Postgres',
  kills: inSoak(8, 3),
  made: 0.05,
  target: async () => {
    const schema = await ownSchema()
    if (!schema) throw new Error('these tests are registered only where a Postgres is given')
    const { url, drop } = schema
    const watcher = openPostgresSql(url)
    const remove = async () => {
      await watcher.close()
      await drop()
    }
    return {
      environment: { DATABASE_URL: url },
      open: async () => openPostgresSql(url),
      size: () => sizeIn(watcher),
      remove,
    }
  },
}
const ENGINES = process.env['TEST_DATABASE_URL'] === undefined ? [pglite] : [pglite, postgres]

async function sizeOfFiles(folder: string): Promise<number> {
  try {
    const names = await readdir(folder, { recursive: true })
    const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size))
    return sizes.reduce((sum, size) => sum + size, 0)
  } catch {
    // The folder is being made, or a file of it went away meanwhile: another look will tell.
    return 0
  }
}

async function sizeIn(sql: Sql): Promise<number> {
  const [found] = await sql.query(
    `select coalesce(sum(pg_relation_size(oid)), 0)::bigint as size from pg_class
    where relnamespace = to_regnamespace(current_schema()) and relkind in ('r', 'i')`,
    [],
    z.object({ size: z.number() }),
  )
  return found?.size ?? 0
}

async function rowsIn({ open }: Target) {
  const sql = await open()
  try {
    return await allRows(sql)
  } finally {
    await sql.close()
  }
}

/** Compared table by table, for a difference in one is then shown by itself. */
function expectSame(found: Awaited<ReturnType<typeof rowsIn>>, clean: Awaited<ReturnType<typeof rowsIn>>): void {
  expect([...found.keys()]).toEqual([...clean.keys()])
  for (const [table, rows] of clean) expect([table, found.get(table)]).toEqual([table, rows])
}

/**
 * Moments of an import, by how much of it is stored: a clock would meet another phase on every machine. One is while the
 * database is made and migrated, the others are spread over the runs, and the last is among what has no place, or settling.
 */
function momentsOf({ kills, made }: Engine, random: Random): readonly number[] {
  const between = Array.from({ length: kills - 2 }, (_, kill) => (kill + random.next()) / (kills - 2))
  const end = 0.95
  return [random.next() * made, ...between.map((part) => made + part * (end - made)), end + random.next() * (1 - end)]
}

/** Imports, and kills it as soon as the target has this size, unless it has ended before. */
async function killAt(size: number, { environment, size: sizeNow }: Target): Promise<void> {
  const attempt = startRunlens(['import', old], environment)
  // oxlint-disable-next-line no-await-in-loop -- each look comes after the former one
  while (attempt.child.exitCode === null && (await sizeNow()) < size) await sleep(POLL_MS)
  attempt.child.kill('SIGKILL')
  await attempt.ended()
}

const { old } = await oldFile(largeDatabase())

describe.each(ENGINES)('an import into $name', (engine) => {
  let clean: Target
  let expected: Awaited<ReturnType<typeof rowsIn>>
  let size: number
  beforeAll(async () => {
    clean = await engine.target()
    const done = await runlens(['import', old], clean.environment)
    if (done.code !== 0) throw new Error(done.stderr)
    size = await clean.size()
    expected = await rowsIn(clean)
  })
  afterAll(() => clean.remove())

  it('stores every row, and keeps those that have no place', () => {
    const count = (table: string) => expected.get(table)?.length
    expect(count('workflow_runs')).toBe(265 + RUNS)
    expect(count('execution_events')).toBe(635 + RUNS * EVENTS_A_RUN)
    expect(count('event_texts')).toBe(635 + RUNS * EVENTS_A_RUN)
    expect(count('unplaced_rows')).toBe(STRAYS + 3)
    // What the moments of the kills are measured by.
    expect(size).toBeGreaterThan(10_000_000)
  })

  it('that is killed at any moments, and then run again, gives the same rows as one that was not', async () => {
    const killed = await engine.target()
    try {
      for (const moment of momentsOf(engine, new Random('kills')))
        // oxlint-disable-next-line no-await-in-loop -- one process on the target at a time
        await killAt(moment * size, killed)
      const done = await runlens(['import', old], killed.environment)
      expect([done.code, done.stderr]).toEqual([0, ''])
      expectSame(await rowsIn(killed), expected)
    } finally {
      await killed.remove()
    }
  })

  // Into the embedded database the killed import just went once more after its kills.
  it.runIf(engine === postgres)('that is made twice gives the same rows again', async () => {
    const again = await runlens(['import', old], clean.environment)
    expect(again).toMatchObject({ code: 0 })
    expect(again.stdout).toContain(`Runs already stored by an earlier import: ${265 + RUNS}.`)
    expectSame(await rowsIn(clean), expected)
  })
})
