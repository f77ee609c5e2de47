import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { aBundle, aNode, anEvent } from '#mocks/fixtures/builders.ts'
import { openPostgresStore } from '#server/store/postgres/engine/openStore.ts'
import { openPostgresSql } from '#server/store/postgres/engine/postgresSql.ts'
import { NoRow } from '#server/store/postgres/sql.ts'
import { eventually } from '#tests/support/eventually.ts'
import { ownDatabase, ownSchema } from '#tests/support/databases.ts'
import { hasPgbouncer, startPgbouncer } from '#tests/support/pgbouncer.ts'
import { startTcpProxy } from '#tests/support/tcpProxy.ts'
import { FIRST_PAGE, storeRuns } from '#tests/support/testStore.ts'

const schema = await ownSchema()
afterAll(() => schema?.drop())

const valueOf = z.object({ value: z.unknown() })
const SLEEP = 'select pg_sleep(60)::text as value'

describe.runIf(schema)('a Postgres server', () => {
  test('tells why it does not do what it is asked, by SQLSTATE', async () => {
    const sql = openPostgresSql(schema?.url ?? '', { readLimitMs: 300, writeLimitMs: 300 })
    try {
      const timeout = { name: 'StoreUnavailableError', trouble: 'timeout', code: '57014' }
      await expect(sql.query(SLEEP, [], valueOf)).rejects.toMatchObject(timeout)
      await expect(sql.transaction((tx) => tx.query(SLEEP, [], valueOf))).rejects.toMatchObject(timeout)
      const written = sql.transaction(async (tx) => {
        await tx.exec('set transaction read only')
        await tx.exec('create table never (id integer)')
      })
      await expect(written).rejects.toMatchObject({ trouble: 'read_only', code: '25006' })
      // What it refuses for the statement's own fault is told as before.
      await expect(sql.exec('selec 1')).rejects.toMatchObject({ name: 'SqlError', code: '42601' })
    } finally {
      await sql.close()
    }
    const stranger = new URL(schema?.url ?? '')
    stranger.username = 'nobody_of_that_name'
    const refused = openPostgresSql(stranger.href)
    await expect(refused.query('select 1 as value', [], valueOf)).rejects.toMatchObject({
      trouble: 'refused',
      code: expect.stringMatching(/^28/),
    })
    await refused.close()
  })

  test('keeps a setting of its URL beside those of ours', async () => {
    const url = new URL(schema?.url ?? '')
    url.searchParams.set('options', `${url.searchParams.get('options') ?? ''} -c TimeZone=Asia/Tokyo`)
    const sql = openPostgresSql(url.href)
    const asked = `select current_setting('TimeZone') || ' ' || current_schema() as value`
    const [found] = await sql.query(asked, [], valueOf)
    expect(found?.value).toMatch(/^UTC test_/)
    await sql.close()
  })

  test('behind a network that falls silent is given up in its time, and found again at once by new connections', async () => {
    const target = new URL(schema?.url ?? '')
    const proxy = await startTcpProxy(Number(target.port || 5432), target.hostname)
    target.hostname = '127.0.0.1'
    target.port = String(proxy.port)
    const sql = openPostgresSql(target.href, { readLimitMs: 300, writeLimitMs: 300 })
    try {
      // Several connections, all of which fall silent.
      const ask = () => sql.query('select pg_sleep(0.1)::text as value', [], valueOf)
      await Promise.all(Array.from({ length: 6 }, ask))
      const inTransaction = sql.transaction(async (tx) => {
        await tx.query('select 1 as value', [], valueOf)
        proxy.silence()
        await tx.query('select 2 as value', [], valueOf)
      })
      const silent = { name: 'StoreUnavailableError', trouble: 'timeout' }
      await expect(inTransaction).rejects.toMatchObject(silent)
      proxy.hearAgain()
      expect(await sql.query('select 3 as value', [], valueOf)).toEqual([{ value: 3 }])
    } finally {
      await sql.close()
      await proxy.close()
    }
  })
})

const database = hasPgbouncer ? await ownDatabase() : undefined
afterAll(() => database?.drop())

describe.runIf(schema).each([
  { what: 'refuses settings that a session begins with', settings: [] },
  { what: 'takes such settings and forgets them', settings: ['ignore_startup_parameters = statement_timeout,options'] },
])(
  `through a pooler of transactions that $what${hasPgbouncer ? '' : ' (skipped: PgBouncer is not installed)'}`,
  ({ settings }) => {
    let pooler: Awaited<ReturnType<typeof startPgbouncer>> | undefined
    const url = () => pooler?.url ?? ''
    beforeAll(async () => {
      if (database) pooler = await startPgbouncer(database.url, settings)
    })
    afterAll(() => pooler?.stop())

    test.runIf(database)('runs are written and read', async () => {
      const store = await openPostgresStore({ url: url() })
      try {
        await storeRuns(store, aBundle({ nodes: [aNode()], events: [anEvent({ event_id: 'e' })] }))
        const { rows } = await store.repositories.runs.listRuns({}, FIRST_PAGE)
        expect(rows).toMatchObject([{ event_count: 1 }])
        await Promise.all(Array.from({ length: 20 }, () => store.repositories.runs.listRuns({}, FIRST_PAGE)))
        await store.ping()
      } finally {
        await store.close()
      }
    })

    test.runIf(database)(
      'a statement has its limit and its time zone, in a transaction and outside of one',
      async () => {
        const sql = openPostgresSql(url(), { readLimitMs: 400 })
        try {
          await expect(sql.query(SLEEP, [], valueOf)).rejects.toMatchObject({ trouble: 'timeout', code: '57014' })
          const asked = `select current_setting('statement_timeout') || ' ' || current_setting('TimeZone') as value`
          expect(await sql.query(asked, [], valueOf)).toEqual([{ value: '400ms UTC' }])
          const inTransaction = await sql.transaction((tx) => tx.query(asked, [], valueOf))
          expect(inTransaction).toEqual([{ value: '2min UTC' }])
          await expect(sql.query('select 1 / 0 as value', [], valueOf)).rejects.toMatchObject({ code: '22012' })
          await sql.exec('create table if not exists limits (value text)')
          await sql.query(`insert into limits values ($1::text)`, ['kept'], NoRow)
          expect(await sql.query('select value from limits limit 1', [], valueOf)).toEqual([{ value: 'kept' }])
        } finally {
          await sql.close()
        }
      },
    )

    test.runIf(database)('whoever listens is told to look by itself, and nothing fails', async () => {
      const sql = openPostgresSql(url())
      try {
        const heard: (string | undefined)[] = []
        const stop = sql.listen('news', (payload) => heard.push(payload))
        await eventually(() => expect(heard).toEqual([undefined]))
        await sql.exec(`notify news, 'x'`)
        expect(await sql.query('select 1 as value', [], valueOf)).toEqual([{ value: 1 }])
        stop()
        expect(pooler?.log()).not.toMatch(/got packet|not linked/)
      } finally {
        await sql.close()
      }
    })
  },
)
