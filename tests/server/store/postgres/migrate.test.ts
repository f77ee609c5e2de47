import * as z from 'zod/mini'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { migrate, type Migration, readMigrations } from '#server/store/postgres/engine/migrate.ts'
import type { Sql } from '#server/store/postgres/sql.ts'
import { sqlCases } from '#tests/support/databases.ts'

const step = (version: number, text: string): Migration => ({
  version,
  name: `000${version}_step.sql`,
  text,
  checksum: `sum of ${text}`,
})
const FIRST = step(1, 'create table first (id integer); insert into first values (1)')
const SECOND = step(2, 'create table second (id integer)')

const DROP_ALL_TABLES = `do $$
  declare found record;
  begin
    for found in select tablename from pg_tables where schemaname = current_schema() loop
      execute format('drop table %I cascade', found.tablename);
    end loop;
  end $$`

describe.each(sqlCases)('migrating $name', ({ open }) => {
  let sql: Sql
  beforeAll(async () => {
    sql = await open()
  })
  afterEach(async () => await sql.exec(DROP_ALL_TABLES))
  afterAll(async () => await sql.close())

  const applied = async () =>
    (
      await sql.query('select version from runlens_migrations order by version', [], z.object({ version: z.int() }))
    ).map(({ version }) => version)
  const rowsOfFirst = async () => (await sql.query('select id from first', [], z.unknown())).length

  test('applies each migration once, however often it runs', async () => {
    await migrate(sql, [FIRST])
    await migrate(sql, [FIRST])
    await migrate(sql, [FIRST, SECOND])
    expect([await applied(), await rowsOfFirst()]).toEqual([[1, 2], 1])
  })

  test('lets several servers start at once', async () => {
    await Promise.all(Array.from({ length: 5 }, () => migrate(sql, [FIRST, SECOND])))
    expect([await applied(), await rowsOfFirst()]).toEqual([[1, 2], 1])
  })

  test('keeps what was applied before a migration that fails, and nothing of that one', async () => {
    const broken = step(2, 'create table half (id integer); select nonsense')
    await expect(migrate(sql, [FIRST, broken])).rejects.toMatchObject({ code: '42703' })
    expect(await applied()).toEqual([1])
    await expect(sql.exec('select * from half')).rejects.toMatchObject({ code: '42P01' })
    await migrate(sql, [FIRST, SECOND])
    expect(await applied()).toEqual([1, 2])
  })

  test('reports why a migration failed, in one sentence with its SQLSTATE', async () => {
    const broken = step(2, 'create table half (id integer); insert into first values (1 / 0)')
    await expect(migrate(sql, [FIRST, broken])).rejects.toMatchObject({
      name: 'MigrationError',
      code: '22012',
      message: 'The migration 0002_step.sql failed and changed nothing: division by zero (22012).',
    })
  })

  test('may take longer than any other write, and reports its progress if there are rows to change', async () => {
    const said: string[] = []
    const slow = step(2, 'create table second (id integer); select pg_sleep(1.5); create table third (id integer)')
    await migrate(sql, [FIRST, slow], (sentence) => said.push(sentence))
    expect(said).toEqual([])
    await sql.exec(DROP_ALL_TABLES)
    await migrate(sql, [FIRST])
    await migrate(sql, [FIRST, slow], (sentence) => said.push(sentence))
    expect(said).toEqual([expect.stringMatching(/^migrating 2 of 2: step, (?:0|33|66) %, \d+ s$/)])
  })

  test('refuses a database that a newer version migrated', async () => {
    await migrate(sql, [FIRST, SECOND])
    await expect(migrate(sql, [FIRST])).rejects.toThrow(
      /^A newer version of Runlens migrated this database \(0002_step.sql\)/,
    )
  })

  test('refuses a database whose migration had another text', async () => {
    await migrate(sql, [FIRST])
    await expect(migrate(sql, [step(1, 'create table other (id integer)')])).rejects.toThrow(
      /0001_step.sql was applied to this database with different contents/,
    )
  })

  test('refuses tables that somebody else made, and leaves them as they are', async () => {
    await sql.exec('create table workflow_runs (id text)')
    await expect(migrate(sql, await readMigrations())).rejects.toThrow(
      /^This database has tables that Runlens did not create/,
    )
    await expect(sql.exec('select id from workflow_runs')).resolves.toBeUndefined()
    await expect(sql.exec('select * from runlens_migrations')).rejects.toMatchObject({ code: '42P01' })
  })

  test('brings the real schema, again and again', async () => {
    const migrations = await readMigrations()
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, i) => i + 1))
    await migrate(sql, migrations)
    await migrate(sql, migrations)
    expect(await applied()).toEqual(migrations.map(({ version }) => version))
  })
})
