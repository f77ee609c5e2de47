import { mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { openPgliteSql } from '#server/store/postgres/engine/pgliteSql.ts'
import { NoRow, type Sql } from '#server/store/postgres/sql.ts'
import { seedDataDir } from '#tests/support/pgliteImage.ts'
import { smallDisk } from '#tests/support/smallDisk.ts'

// Each opens an embedded database, some again and again, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

/** Enough for what ends, also on a machine that has much else to do. */
const LIMIT_MS = 8000
/** Opening an engine takes a second, and a minute where the machine is busy. */
const reopened = <Result>(check: () => Result | Promise<Result>): Promise<Result> =>
  vi.waitFor(check, { timeout: 120_000, interval: 100 })

const Count = z.object({ count: z.int() })
const countThings = async (sql: Sql) => (await sql.query('select count(*) as count from things', [], Count))[0]?.count
const ENDLESS = 'select count(*)::text as count from generate_series(1, 1000000000000)'

describe('an embedded database in a folder', () => {
  let folder = ''
  let sql: Sql
  const said: string[] = []
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'runlens-test-'))
    await seedDataDir(folder)
    sql = await openPgliteSql(folder, { readLimitMs: LIMIT_MS, say: (sentence) => said.push(sentence) })
    await sql.exec('create table things (id integer primary key); insert into things values (1)')
  })
  afterEach(() => said.splice(0))
  afterAll(async () => {
    await sql.close()
    await rm(folder, { recursive: true, force: true })
  })

  test('whose engine fails with a PANIC is reopened with all committed data, and says so once', async () => {
    const heard: (string | undefined)[] = []
    const stop = sql.listen('news', (payload) => heard.push(payload))
    await reopened(() => expect(heard).toEqual([undefined]))
    // Without its log the engine cannot go on.
    const log = join(folder, 'database', 'pg_wal')
    await rename(log, `${log}.away`)
    const failing = sql.exec('begin; select pg_switch_wal(); insert into things values (50); commit; checkpoint')
    await expect(failing).rejects.toMatchObject({ name: 'StoreUnavailableError', trouble: 'broken' })
    await rename(`${log}.away`, log)
    await reopened(async () => expect(await countThings(sql)).toBe(1))
    await sql.query('insert into things values (2)', [], NoRow)
    expect(said).toEqual([
      expect.stringMatching(/failed: could not create file .*\. It will be reopened\. .* kept\.$/),
      expect.stringMatching(/open again\.$/),
    ])
    // Whoever listened may have missed something, and hears again what comes.
    await reopened(() => expect(heard).toEqual([undefined, undefined]))
    await sql.exec(`notify news, 'again'`)
    await reopened(() => expect(heard.at(-1)).toBe('again'))
    stop()
  })

  test('gives up a statement that takes too long, and answers the calls waiting behind it', async () => {
    const before = await countThings(sql)
    const endless = sql.query(ENDLESS, [], z.unknown())
    const behind = [countThings(sql), sql.transaction((tx) => tx.query('select 7 as count', [], Count))]
    await expect(endless).rejects.toMatchObject({ trouble: 'timeout', code: '57014' })
    expect(await Promise.all(behind)).toEqual([before, [{ count: 7 }]])
    expect(said).toHaveLength(2)
  })

  test('gives up a transaction whose statement takes too long, stores nothing of it, and goes on', async () => {
    const before = (await countThings(sql)) ?? 0
    await sql.close()
    sql = await openPgliteSql(folder, { writeLimitMs: LIMIT_MS })
    const endless = sql.transaction(async (tx) => {
      await tx.exec('insert into things values (100)')
      await tx.exec(ENDLESS)
    })
    await expect(endless).rejects.toMatchObject({ trouble: 'timeout' })
    await reopened(async () => expect(await countThings(sql)).toBe(before))
  })

  test('ends within seconds, also while a statement runs that would never end', async () => {
    const before = (await countThings(sql)) ?? 0
    const running = sql.transaction((tx) => tx.exec(ENDLESS), 'unlimited')
    const closed = sql.close()
    await expect(running).rejects.toMatchObject({ name: 'StoreUnavailableError' })
    await closed
    await expect(countThings(sql)).rejects.toMatchObject({ trouble: 'closed' })
    sql = await openPgliteSql(folder)
    expect(await countThings(sql)).toBe(before)
  })
})

const disk = await smallDisk(120)
afterAll(() => disk?.remove())

test.skipIf(!disk)(
  `a full disk is told at once, reads go on, and all that was acknowledged is there when it has room${disk ? '' : ' (skipped: this user may not mount a tmpfs)'}`,
  async () => {
    if (!disk) return
    const said: string[] = []
    await seedDataDir(disk.path)
    const sql = await openPgliteSql(disk.path, { say: (sentence) => said.push(sentence) })
    try {
      await sql.exec('create table things (text text); alter table things alter column text set storage external')
      const insert = (kilobytes: number) =>
        sql.transaction((tx) =>
          tx.query(`insert into things select repeat('x', $1::integer * 1024)`, [kilobytes], NoRow),
        )
      let acknowledged = 0
      const full = { name: 'StoreUnavailableError', trouble: 'disk_full', code: '53100' }
      const fill = async () => {
        for (let i = 0; i < 200; i++) {
          // oxlint-disable-next-line no-await-in-loop -- until one does not fit
          await insert(1000)
          acknowledged += 1
        }
      }
      await expect(fill()).rejects.toMatchObject(full)
      // Nothing is written on the last of the disk, and what is stored can be read.
      expect(await countThings(sql)).toBe(acknowledged)
      expect(said).toEqual([expect.stringMatching(/^The disk of .* is full \(53100\)/)])

      // Others may fill the disk at any moment. Then the engine itself fails, in the middle of a write.
      await sql.exec('truncate things')
      const failing = sql.transaction(async (tx) => {
        await tx.query(`insert into things values ('never stored')`, [], NoRow)
        disk.fill()
        await tx.exec(`select pg_logical_emit_message(true, 'x', repeat('x', 20000000))`)
      })
      const waiting = insert(1)
      await expect(failing).rejects.toMatchObject(full)
      await expect(waiting).rejects.toMatchObject(full)
      await expect(countThings(sql)).rejects.toMatchObject(full)

      disk.empty()
      await reopened(async () => expect(await countThings(sql)).toBe(0))
      await insert(1)
      expect(await countThings(sql)).toBe(1)
      expect(said.slice(1)).toEqual([
        expect.stringMatching(/has free space again\.$/),
        expect.stringMatching(
          /failed: .*No space left on device \(53100\)\. It will be reopened when there is free disk space/,
        ),
        expect.stringMatching(/open again\.$/),
      ])
    } finally {
      await sql.close()
    }
  },
)
