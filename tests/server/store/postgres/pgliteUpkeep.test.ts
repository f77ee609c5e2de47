import * as z from 'zod/mini'
import { expect, test, vi } from 'vitest'
import { PgliteUpkeep } from '#server/store/postgres/engine/PgliteUpkeep.ts'
import { openPgliteInMemory } from '#tests/support/databases.ts'

// Opening an embedded database takes seconds on a busy machine.
vi.setConfig({ testTimeout: 180_000 })

test('a table of the embedded database that was written to is analysed, once for each time that it grew by much', async () => {
  const sql = await openPgliteInMemory({ readLimitMs: 60_000 })
  try {
    const upkeep = new PgliteUpkeep(sql)
    const rowsKnown = async () =>
      (
        await sql.query(
          `select reltuples::bigint as rows from pg_class where relname = 'things'`,
          [],
          z.object({ rows: z.int() }),
        )
      )[0]?.rows
    await sql.exec('create table things (id integer); insert into things select generate_series(1, 3000)')
    expect(await rowsKnown()).toBe(-1)
    // The engine counts what was written with a delay of its own.
    await vi.waitFor(async () => expect(await upkeep.tidy()).toBe('things'), { timeout: 60_000, interval: 200 })
    expect(await rowsKnown()).toBe(3000)
    expect(await upkeep.tidy()).toBeUndefined()
    await sql.exec('insert into things select generate_series(1, 5)')
    expect(await upkeep.tidy()).toBeUndefined()
  } finally {
    await sql.close()
  }
})
