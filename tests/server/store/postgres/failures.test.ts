import { createServer } from 'node:net'
import * as z from 'zod/mini'
import { describe, expect, test } from 'vitest'
import { openPostgresStore } from '#server/store/postgres/engine/openStore.ts'
import { openPgliteSql } from '#server/store/postgres/engine/pgliteSql.ts'
import { NoRow } from '#server/store/postgres/sql.ts'
import { sqlCases } from '#tests/support/databases.ts'

const unavailable = { name: 'StoreUnavailableError' }

describe('an embedded database', () => {
  // Such JSON, which writers refuse long before, breaks the engine from within: the statement passes and the commit fails.
  test('that breaks within a transaction is closed, and says so to everyone who waits', async () => {
    const sql = await openPgliteSql()
    await sql.exec('create table things (value jsonb)')
    const broken = sql.transaction(async (tx) => {
      await tx.query('insert into things values ($1::text::jsonb)', ['['.repeat(100_000) + ']'.repeat(100_000)], NoRow)
    })
    const waiting = sql.query('select 1 as value', [], z.unknown())
    await expect(broken).rejects.toMatchObject(unavailable)
    await expect(waiting).rejects.toMatchObject(unavailable)
    await expect(sql.exec('select 1')).rejects.toMatchObject(unavailable)
    await expect(sql.close()).resolves.toBeUndefined()
  })
})

describe('a Postgres server', () => {
  test('that is not there is reported as unavailable', async () => {
    await expect(openPostgresStore({ url: 'postgres://u:secret@127.0.0.1:1/db' })).rejects.toMatchObject(unavailable)
  })

  test('that takes connections and never answers is given up within seconds', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1')
    const address = silent.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const opening = openPostgresStore({ url: `postgres://u:secret@127.0.0.1:${port}/db` })
    await expect(opening).rejects.toMatchObject(unavailable)
    await expect(opening).rejects.not.toThrow(/secret/)
    silent.close()
  })

  const postgres = sqlCases.find(({ name }) => name === 'postgres')
  test.skipIf(!postgres)(
    'that ends an idle connection does not end the process, and the next call connects anew',
    async () => {
      const sql = await postgres?.open()
      if (!sql) return
      const [first] = await sql.query('select pg_backend_pid() as pid', [], z.object({ pid: z.int() }))
      const other = await postgres?.open()
      await other?.query('select pg_terminate_backend($1::integer) as ended', [first?.pid ?? 0], z.unknown())
      await other?.close()
      await new Promise((resolve) => setTimeout(resolve, 200))
      const [second] = await sql.query('select pg_backend_pid() as pid', [], z.object({ pid: z.int() }))
      expect(second?.pid).not.toBe(first?.pid)
      await sql.close()
    },
  )

  test.skipIf(!postgres)('that ends a connection within a transaction fails that transaction only', async () => {
    const sql = await postgres?.open()
    const other = await postgres?.open()
    if (!sql || !other) return
    const ended = sql.transaction(async (tx) => {
      const [own] = await tx.query('select pg_backend_pid() as pid', [], z.object({ pid: z.int() }))
      await other.query('select pg_terminate_backend($1::integer) as ended', [own?.pid ?? 0], z.unknown())
      // Nothing runs on the connection while the news arrives: then its error is nobody's, and would end the process.
      await new Promise((resolve) => setTimeout(resolve, 200))
      await tx.query('select 1 as value', [], z.unknown())
    })
    await expect(ended).rejects.toMatchObject(unavailable)
    expect(await sql.query('select 1 as value', [], z.unknown())).toEqual([{ value: 1 }])
    await other.close()
    await sql.close()
  })

  test.skipIf(!postgres)('that takes too long over a read is given up', async () => {
    const sql = await postgres?.open()
    await expect(sql?.query('select pg_sleep(20)::text as slept', [], z.unknown())).rejects.toMatchObject(unavailable)
    await sql?.close()
  })
})
