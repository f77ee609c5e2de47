import * as z from 'zod/mini'
import { beforeAll, describe, expect, test } from 'vitest'
import { NoRow, type Sql } from '#server/store/postgres/sql.ts'
import { sqlCases } from '#tests/support/databases.ts'

const Value = z.object({ value: z.unknown() })
const Count = z.object({ count: z.int() })

describe.each(sqlCases)('the port to $name', ({ open }) => {
  let sql: Sql
  beforeAll(async () => {
    sql = await open()
    await sql.exec('create table things (id integer primary key)')
  })

  const valueOf = async (expression: string) => (await sql.query(`select ${expression} as value`, [], Value))[0]?.value
  const count = async () => (await sql.query('select count(*) as count from things', [], Count))[0]?.count

  test.each<readonly [expression: string, value: unknown]>([
    ['9007199254740991::bigint', Number.MAX_SAFE_INTEGER],
    ['-9007199254740991::bigint', Number.MIN_SAFE_INTEGER],
    ['0.1::float8 + 0.2::float8', 0.1 + 0.2],
    ['12.5::numeric', 12.5],
    ['(select sum(n) from (values (1::bigint), (2::bigint)) as numbers (n))', 3],
    ['7::integer', 7],
    ['true', true],
    ['null::text', null],
    [`'a "text"'::text`, 'a "text"'],
    [`'{"b": [1, null], "a": 1.5}'::json`, { b: [1, null], a: 1.5 }],
    [`'{"b": 1}'::jsonb`, { b: 1 }],
    [`'\\x00ff10'::bytea`, Uint8Array.of(0, 255, 16)],
    [`timestamptz '2026-01-20 10:00:00.123456+02'`, '2026-01-20 08:00:00.123456+00'],
    [`date '2026-01-20'`, '2026-01-20'],
  ])('reads %s as a value that both engines agree on', async (expression, value) => {
    expect(await valueOf(expression)).toStrictEqual(value)
  })

  test('refuses an integer that no number holds, and goes on', async () => {
    await expect(valueOf('9007199254740992::bigint')).rejects.toThrow(/9007199254740992/)
    expect(await valueOf('1')).toBe(1)
  })

  test('passes parameters of every kind unchanged', async () => {
    const bytes = Uint8Array.of(0, 1, 255)
    const [found] = await sql.query(
      'select $1::text as text, $2::bigint as int, $3::float8 as float, $4::boolean as yes, $5::text as nothing, $6::bytea as bytes, $7::text[] as texts',
      ['\u{1f600} \' " \\', Number.MAX_SAFE_INTEGER, 0.1, true, null, bytes, ['a,b', '"', '', '\\']],
      z.unknown(),
    )
    expect(found).toStrictEqual({
      text: '\u{1f600} \' " \\',
      int: Number.MAX_SAFE_INTEGER,
      float: 0.1,
      yes: true,
      nothing: null,
      bytes,
      texts: ['a,b', '"', '', '\\'],
    })
  })

  test('refuses a row that is not of the schema', async () => {
    await expect(sql.query(`select 'x' as count`, [], Count)).rejects.toBeInstanceOf(z.core.$ZodError)
  })

  test('tells the SQLSTATE of a refused statement, and goes on', async () => {
    await expect(sql.exec('selec 1')).rejects.toMatchObject({ name: 'SqlError', code: '42601' })
    await expect(sql.query('select 1 / 0 as value', [], Value)).rejects.toMatchObject({ code: '22012' })
    expect(await valueOf('1')).toBe(1)
  })

  test('a transaction is stored whole', async () => {
    const before = (await count()) ?? 0
    const result = await sql.transaction(async (tx) => {
      await tx.query('insert into things values ($1::integer)', [1], NoRow)
      await tx.exec('insert into things values (2)')
      return 'done'
    })
    expect([result, await count()]).toEqual(['done', before + 2])
  })

  test('a transaction that fails leaves nothing behind, whoever failed', async () => {
    const before = await count()
    const mine = new Error('mine')
    const failing = sql.transaction(async (tx) => {
      await tx.exec('insert into things values (11)')
      throw mine
    })
    await expect(failing).rejects.toBe(mine)
    const refused = sql.transaction(async (tx) => {
      await tx.exec('insert into things values (12)')
      await tx.exec('insert into things values (12)')
    })
    await expect(refused).rejects.toMatchObject({ code: '23505' })
    expect(await count()).toBe(before)
  })

  test('calls that come at once do not get into each other’s transactions', async () => {
    const before = (await count()) ?? 0
    const rolledBack = sql.transaction(async (tx) => {
      await tx.exec('insert into things values (21)')
      await new Promise((resolve) => setTimeout(resolve, 50))
      throw new Error('rolled back')
    })
    const others = Array.from({ length: 12 }, (_, i) =>
      sql.query('insert into things values ($1::integer)', [30 + i], NoRow),
    )
    await expect(rolledBack).rejects.toThrow('rolled back')
    await Promise.all(others)
    expect(await count()).toBe(before + 12)
  })

  // The last test, because opening another PGlite takes seconds.
  test('once closed says that it is not available, and may be closed again', async () => {
    await sql.close()
    await expect(sql.exec('select 1')).rejects.toMatchObject({ name: 'StoreUnavailableError' })
    await expect(sql.transaction(async () => 'never')).rejects.toMatchObject({ name: 'StoreUnavailableError' })
    await expect(sql.close()).resolves.toBeUndefined()
  })
})
