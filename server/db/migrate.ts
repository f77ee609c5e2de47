import { readdir, readFile } from 'node:fs/promises'
import * as z from 'zod/mini'
import { sha256 } from '#server/services/sha256.ts'
import { NoRow, type Sql, SqlError, type SqlRunner } from './sql.ts'

export type Migration = {
  /** The number that its file name begins with. Migrations run in this order, each once. */
  readonly version: number
  readonly name: string
  readonly text: string
  readonly checksum: string
}

/** The database cannot be brought to this version's schema; the message says why, in one sentence. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}

/** Any number serves, as long as all versions of Runlens use the same: it is what starting servers queue for. */
const LOCK = 7_215_604_423

const DUPLICATE_TABLE = '42P07'

/** Reads the migrations of this version, `NNNN_name.sql`, in order. */
export async function readMigrations(): Promise<readonly Migration[]> {
  const folder = new URL('./migrations/', import.meta.url)
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  return await Promise.all(
    names.map(async (name) => {
      // A checkout on Windows may end lines otherwise; that is no other migration.
      const text = (await readFile(new URL(name, folder), 'utf8')).replaceAll('\r\n', '\n')
      return { version: Number(name.slice(0, 4)), name, text, checksum: await sha256(text) }
    }),
  )
}

/**
 * Brings the database to the newest schema, each migration in a transaction of its own. Several servers may start at
 * once: they take turns, and all but the first find nothing left to do. Throws `MigrationError` where a newer version
 * migrated the database, or a migration that was applied here has another text now.
 */
export async function migrate(sql: Sql, migrations: readonly Migration[]): Promise<void> {
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- migrations run one after the other
    const outcome = await sql.transaction((tx) => applyNext(tx, migrations))
    if (outcome === 'up to date') return
  }
}

async function applyNext(tx: SqlRunner, migrations: readonly Migration[]): Promise<'applied one' | 'up to date'> {
  // Held until this transaction ends. Creating a table "if not exists" needs it too: two at once would collide.
  await tx.query('select pg_advisory_xact_lock($1::bigint)::text as locked', [LOCK], z.unknown())
  await tx.exec(`create table if not exists runlens_migrations (
    version integer primary key,
    name text not null,
    checksum text not null,
    applied_at timestamptz not null default now()
  )`)
  const applied = await tx.query('select version, name, checksum from runlens_migrations order by version', [], Applied)
  refuseForeign(applied, migrations)
  const next = migrations.find(({ version }) => !applied.some((one) => one.version === version))
  if (!next) return 'up to date'
  await run(tx, next)
  await tx.query(
    'insert into runlens_migrations (version, name, checksum) values ($1::integer, $2::text, $3::text)',
    [next.version, next.name, next.checksum],
    NoRow,
  )
  return 'applied one'
}

const Applied = z.object({ version: z.int(), name: z.string(), checksum: z.string() })

function refuseForeign(applied: readonly z.output<typeof Applied>[], migrations: readonly Migration[]): void {
  for (const one of applied) {
    const known = migrations.find(({ version }) => version === one.version)
    if (!known)
      throw new MigrationError(
        `A newer version of Runlens migrated this database (${one.name}); start that version, or use another database.`,
      )
    if (known.checksum !== one.checksum)
      throw new MigrationError(
        `The migration ${one.name} was applied to this database with another text; use the version of Runlens that applied it.`,
      )
  }
}

async function run(tx: SqlRunner, migration: Migration): Promise<void> {
  try {
    await tx.exec(migration.text)
  } catch (error) {
    if (error instanceof SqlError && error.code === DUPLICATE_TABLE)
      throw new MigrationError(
        `This database has tables that Runlens did not make (${error.message}); give it a database or schema of its own.`,
        { cause: error },
      )
    throw error
  }
}
