import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { storeOn } from '#server/store/postgres/engine/openStore.ts'
import type { Sql } from '#server/store/postgres/sql.ts'
import type { Store } from '#server/store/ports/store.ts'
import { openPgliteInMemory } from '#tests/support/databases.ts'

let sql: Sql
let store: Store
beforeAll(async () => {
  sql = await openPgliteInMemory()
  store = await storeOn('pglite', sql)
})
afterAll(() => store.close())

const writtenSoFar = async () =>
  (await sql.query('select pg_current_wal_insert_lsn()::text as at', [], z.object({ at: z.string() })))[0]?.at

test('a probe of the database writes nothing, and learns of a database that is gone', async () => {
  await store.ping()
  const before = await writtenSoFar()
  await store.ping()
  expect(await writtenSoFar()).toBe(before)
  await store.close()
  await expect(store.ping()).rejects.toMatchObject({ name: 'StoreUnavailableError' })
})
