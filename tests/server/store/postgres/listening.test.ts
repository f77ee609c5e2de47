import * as z from 'zod/mini'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aBundle, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { openPostgresStore } from '#server/store/postgres/engine/openStore.ts'
import { openPostgresSql } from '#server/store/postgres/engine/postgresSql.ts'
import type { Sql, SqlRunner } from '#server/store/postgres/sql.ts'
import { ownSchema, sqlCases } from '#tests/support/databases.ts'
import { eventually } from '#tests/support/eventually.ts'

/** A channel that no other test uses: a database has them for all its schemas. */
const newChannel = () => `test_${crypto.randomUUID().replaceAll('-', '')}`
const notify = (on: SqlRunner, channel: string, payload: string) =>
  on.query('select pg_notify($1::text, $2::text)::text as told', [channel, payload], z.unknown())

describe.each(sqlCases)('listening to $name', ({ open }) => {
  let sql: Sql
  beforeAll(async () => {
    sql = await open()
  })
  afterAll(async () => await sql.close())

  test('begins with a word that it has, and tells then of what is committed and of nothing else', async () => {
    const [mine, other] = [newChannel(), newChannel()]
    const heard: (string | undefined)[] = []
    const stop = sql.listen(mine, (payload) => heard.push(payload))
    await eventually(() => expect(heard).toEqual([undefined]))
    await expect(
      sql.transaction(async (tx) => {
        await notify(tx, mine, 'rolled back')
        throw new Error('changed my mind')
      }),
    ).rejects.toThrow('changed my mind')
    await notify(sql, other, 'elsewhere')
    await sql.transaction(async (tx) => {
      await notify(tx, mine, 'committed')
      expect(heard).toEqual([undefined])
    })
    await eventually(() => expect(heard).toEqual([undefined, 'committed']))
    stop()
  })

  test('is for several at once, each until it stops', async () => {
    const channel = newChannel()
    const [first, second]: [(string | undefined)[], (string | undefined)[]] = [[], []]
    const stopFirst = sql.listen(channel, (payload) => first.push(payload))
    const stopSecond = sql.listen(channel, (payload) => second.push(payload))
    await eventually(() => expect([first.length, second.length]).toEqual([1, 1]))
    await notify(sql, channel, 'both')
    await eventually(() => expect([first.at(-1), second.at(-1)]).toEqual(['both', 'both']))
    stopFirst()
    await notify(sql, channel, 'second only')
    await eventually(() => expect(second.at(-1)).toBe('second only'))
    expect(first).toEqual([undefined, 'both'])
    stopSecond()
  })
})

const schema = await ownSchema()

describe.skipIf(!schema)('two servers on one Postgres', () => {
  afterAll(async () => await schema?.drop())
  const url = schema?.url ?? ''

  test('hear of what the other writes, and know the database by one name', async () => {
    const [here, there] = [await openPostgresStore({ url }), await openPostgresStore({ url })]
    const { run_id } = aRun({ run_id: crypto.randomUUID() })
    const heard = new Set<string>()
    const stop = here.changes.subscribe((run_ids) => run_ids.forEach((one) => heard.add(one)))
    await there.writer.replaceRun(aSession(), aBundle({ run: aRun({ run_id }) }))
    // Listening may begin after the first write; what is written then is heard of in any case.
    await eventually(async () => {
      await there.writer.replaceRun(aSession(), aBundle({ run: aRun({ run_id, agent: crypto.randomUUID() }) }))
      expect(heard).toContain(run_id)
    })
    expect(await here.changes.revisionOf(run_id)).toBe(await there.changes.revisionOf(run_id))
    expect(await here.changes.epoch()).toBe(await there.changes.epoch())
    stop()
    await Promise.all([here.close(), there.close()])
  })

  test('whose listening connection is cut listens again, and says that something may have been missed', async () => {
    const sql = openPostgresSql(url)
    const admin = openPostgresSql(url)
    const channel = newChannel()
    const heard: (string | undefined)[] = []
    sql.listen(channel, (payload) => heard.push(payload))
    await eventually(() => expect(heard).toEqual([undefined]))
    const cut = await admin.query(
      `select pg_terminate_backend(pid) as ended from pg_stat_activity
      where application_name = 'runlens listening' and query = $1::text`,
      [`listen "${channel}"`],
      z.object({ ended: z.boolean() }),
    )
    expect(cut).toEqual([{ ended: true }])
    await eventually(() => expect(heard).toEqual([undefined, undefined]))
    await notify(admin, channel, 'after the cut')
    await eventually(() => expect(heard.at(-1)).toBe('after the cut'))
    await Promise.all([sql.close(), admin.close()])
  })

  test('leaves no connection behind when it is closed', async () => {
    const sql = openPostgresSql(url)
    const admin = openPostgresSql(url)
    const channel = newChannel()
    const heard: (string | undefined)[] = []
    sql.listen(channel, (payload) => heard.push(payload))
    await eventually(() => expect(heard).toHaveLength(1))
    const listening = async () =>
      await admin.query(
        'select pid from pg_stat_activity where query = $1::text',
        [`listen "${channel}"`],
        z.object({ pid: z.int() }),
      )
    expect(await listening()).toHaveLength(1)
    await sql.close()
    await eventually(async () => expect(await listening()).toEqual([]))
    await admin.close()
  })

  test('can be closed while the server cannot be reached', async () => {
    const sql = openPostgresSql('postgres://u:p@127.0.0.1:1/db')
    sql.listen(newChannel(), () => undefined)
    await expect(sql.close()).resolves.toBeUndefined()
  })
})
