import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import * as z from 'zod/mini'
import { createMemoryStore } from '#server/store/memory/memoryStore.ts'
import { storeOn } from '#server/store/postgres/engine/openStore.ts'
import { openPgliteSql, type PgliteOptions } from '#server/store/postgres/engine/pgliteSql.ts'
import { openPostgresSql } from '#server/store/postgres/engine/postgresSql.ts'
import type { Sql } from '#server/store/postgres/sql.ts'
import type { Store } from '#server/store/ports/store.ts'
import { type ImageKind, pgliteImage } from '#tests/support/pgliteImage.ts'

/** A Postgres to test on, `postgres://user:password@host:port/database`; without it those tests are not registered. */
const TEST_DATABASE_URL = process.env['TEST_DATABASE_URL']

type Open = (readLimitMs?: number) => Promise<Sql>

/**
 * An engine that can be opened as a database of its own. Closing it leaves nothing behind. `readLimitMs`: for statements that
 * take longer than a question may.
 */
export type SqlCase = {
  readonly name: 'pglite' | 'postgres'
  /** Empty and without any schema. */
  readonly open: Open
  /** For `storeOn`, which migrates it: where an image is at hand, it is migrated already. */
  readonly openForStore: Open
}

/** As it is built: loading it as TypeScript takes longer than opening the database. */
const PGLITE_WORKER = new URL('../../dist/server/pgliteWorker.js', import.meta.url)

/** A PGlite in memory, with the newest schema unless `kind` says otherwise. It starts from an image, not by initdb. */
export async function openPgliteInMemory(options: PgliteOptions = {}, kind: ImageKind = 'migrated'): Promise<Sql> {
  const image = await readFile((await pgliteImage(kind)).tar)
  return await openPgliteSql(undefined, {
    ...options,
    startWorker: (data) => new Worker(PGLITE_WORKER, { workerData: { ...data, image }, execArgv: [] }),
  })
}

const openImage =
  (kind: ImageKind): Open =>
  (readLimitMs) =>
    openPgliteInMemory(readLimitMs === undefined ? {} : { readLimitMs }, kind)

const pglite: SqlCase = { name: 'pglite', open: openImage('empty'), openForStore: openImage('migrated') }

function postgresAt(url: string): SqlCase {
  const open: Open = (readLimitMs) => openOwnSchema(url, readLimitMs)
  return { name: 'postgres', open, openForStore: open }
}

export const sqlCases: readonly SqlCase[] = [
  pglite,
  ...(TEST_DATABASE_URL === undefined ? [] : [postgresAt(TEST_DATABASE_URL)]),
]

/** A store that can be emptied between tests, which takes milliseconds where opening another PGlite takes seconds. */
export type TestStore = {
  readonly current: () => Store
  readonly reset: () => Promise<void>
  readonly close: () => Promise<void>
}
export type StoreCase = { readonly name: Store['engine']; readonly open: () => Promise<TestStore> }

const memory: StoreCase = {
  name: 'memory',
  open: async () => {
    let store = createMemoryStore()
    const reset = async () => {
      store = createMemoryStore()
    }
    return { current: () => store, reset, close: () => store.close() }
  },
}

const storeCaseOn = ({ name, openForStore }: SqlCase): StoreCase => ({
  name,
  open: async () => {
    const sql = await openForStore()
    const store = await storeOn(name, sql)
    const empty = name === 'pglite' ? await deletingAllRows(sql) : TRUNCATING
    return { current: () => store, reset: () => sql.exec(empty), close: () => store.close() }
  },
})

const TRUNCATING = 'truncate sessions, file_contents, unplaced_rows, spans, traces, span_runs, run_origins cascade'

/**
 * The SQL that empties what the migrations left empty. In PGlite, deleting takes a tenth of the time of truncating, which
 * makes new files for a hundred tables and indexes; only a superuser may do so without triggers and foreign keys.
 */
async function deletingAllRows(sql: Sql): Promise<string> {
  const tables = await sql.query(
    `select quote_ident(relname) as name from pg_class
    where relnamespace = to_regnamespace(current_schema()) and relkind = 'r' order by relname`,
    [],
    z.object({ name: z.string() }),
  )
  const [filled] = await sql.query(
    `select ${tables.map(({ name }) => `exists (select from ${name}) as ${name}`).join(', ')}`,
    [],
    z.record(z.string(), z.boolean()),
  )
  const deletions = tables.filter(({ name }) => !filled?.[name]).map(({ name }) => `delete from ${name};`)
  return `begin; set local session_replication_role = replica; ${deletions.join(' ')} commit`
}

export const storeCases: readonly StoreCase[] = [memory, ...sqlCases.map(storeCaseOn)]

export type OwnSchema = { readonly url: string; readonly drop: () => Promise<void> }

/** A new schema in the Postgres to test on; undefined where none is given. */
export const ownSchema = async (): Promise<OwnSchema | undefined> =>
  TEST_DATABASE_URL === undefined ? undefined : await createSchema(TEST_DATABASE_URL)

/** A new database on the Postgres to test on, for what a schema is not enough for; undefined where none is given. */
export async function ownDatabase(): Promise<OwnSchema | undefined> {
  if (TEST_DATABASE_URL === undefined) return undefined
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const admin = openPostgresSql(TEST_DATABASE_URL)
  await admin.exec(`create database ${name}`)
  const url = new URL(TEST_DATABASE_URL)
  url.pathname = `/${name}`
  const drop = async () => {
    await admin.exec(`drop database ${name} with (force)`)
    await admin.close()
  }
  return { url: url.href, drop }
}

/** A schema with a random name, so that test files may run at the same time on one database. */
async function createSchema(url: string): Promise<OwnSchema> {
  const schema = `test_${randomUUID().replaceAll('-', '')}`
  const admin = openPostgresSql(url)
  await admin.exec(`create schema ${schema}`)
  const drop = async () => {
    await admin.exec(`drop schema ${schema} cascade`)
    await admin.close()
  }
  return { url: urlOfSchema(url, schema), drop }
}

async function openOwnSchema(url: string, readLimitMs?: number): Promise<Sql> {
  const schema = await createSchema(url)
  const sql = openPostgresSql(schema.url, readLimitMs === undefined ? {} : { readLimitMs })
  let closing: Promise<void> | undefined
  const close = async () => {
    await sql.close()
    await schema.drop()
  }
  return { ...ownMethods(sql), close: () => (closing ??= close()) }
}

/** The methods of a port as functions of an object of its own, for a port that differs in one of them. */
export const ownMethods = (sql: Sql): Sql => ({
  query: (text, params, row) => sql.query(text, params, row),
  exec: (text) => sql.exec(text),
  transaction: (work) => sql.transaction(work),
  listen: (channel, onPayload) => sql.listen(channel, onPayload),
  tell: (channel, words) => sql.tell(channel, words),
  close: () => sql.close(),
})

function urlOfSchema(url: string, schema: string): string {
  const own = new URL(url)
  own.searchParams.set('options', `-c search_path=${schema}`)
  return own.href
}
