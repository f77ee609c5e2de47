/**
 * Commits a second by 1 to 32 clients that write and tell of it: not at all, by a notice within the transaction, and by one
 * after it, as the server does. Needs TEST_DATABASE_URL, a Postgres that waits for its disk (fsync on). Leaves nothing there.
 */
import * as z from 'zod/mini'
import { openPostgresSql } from '#server/store/postgres/engine/postgresSql.ts'
import { NoRow, type Sql, type SqlRunner } from '#server/store/postgres/sql.ts'

const SECONDS = 3
const CLIENTS = [1, 4, 16, 32]
const CHANNEL = 'runlens_bench'

const url = process.env['TEST_DATABASE_URL']
if (url === undefined) {
  console.log('TEST_DATABASE_URL is not set: nothing is measured')
  process.exit(0)
}
const admin = openPostgresSql(url)
const [settings] = await admin.query(
  `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commits`,
  [],
  z.object({ fsync: z.string(), commits: z.string() }),
)
console.log(`fsync ${settings?.fsync}, synchronous_commit ${settings?.commits}`)
await admin.exec('create table bench_commits (id uuid primary key)')

/** One server tells for all of its clients. */
const telling = openPostgresSql(url)
const insert = (tx: SqlRunner, id: string) => tx.query('insert into bench_commits values ($1::uuid)', [id], NoRow)

const WAYS: Readonly<Record<string, (sql: Sql, id: string) => Promise<unknown>>> = {
  'without a notice': (sql, id) => sql.transaction((tx) => insert(tx, id)),
  'notice in the transaction': (sql, id) =>
    sql.transaction(async (tx) => {
      await insert(tx, id)
      await tx.query(`select pg_notify('${CHANNEL}', $1::text)::text as told`, [id], z.unknown())
    }),
  'notice after the commit': async (sql, id) => {
    await sql.transaction((tx) => insert(tx, id))
    telling.tell(CHANNEL, [id])
  },
}

for (const clients of CLIENTS) {
  // A connection for each client: those of one server would share its pool.
  const connections = Array.from({ length: clients }, () => openPostgresSql(url))
  await Promise.all(connections.map((sql) => sql.exec('select 1')))
  for (const [name, write] of Object.entries(WAYS)) {
    let commits = 0
    const end = performance.now() + SECONDS * 1000
    await Promise.all(
      connections.map(async (sql) => {
        while (performance.now() < end) {
          await write(sql, crypto.randomUUID())
          commits += 1
        }
      }),
    )
    const figure = (commits / SECONDS).toFixed(0).padStart(6)
    console.log(`${`${clients} clients, ${name}`.padEnd(44)} ${figure} commits/s`)
  }
  await Promise.all(connections.map((sql) => sql.close()))
}
await telling.close()
await admin.exec('drop table bench_commits')
await admin.close()
