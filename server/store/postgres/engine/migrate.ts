import { readdir, readFile } from 'node:fs/promises'
import * as z from 'zod/mini'
import { sha256 } from '#server/lib/sha256.ts'
import { programFile } from '#server/programFile.ts'
import { StoreDamagedError, StoreUnavailableError } from '#server/store/ports/errors.ts'
import { MigrationProgress } from './MigrationProgress.ts'
import { NoRow, type Sql, SqlError, type SqlRunner } from '../sql.ts'
import { sqlStatements } from './sqlStatements.ts'

export type Migration = {
  /** The number at the start of the file name. Migrations run in this order, each once. */
  readonly version: number
  readonly name: string
  readonly text: string
  readonly checksum: string
}

/** The database cannot be migrated to this version's schema. The message says why, in one sentence. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
  /** SQLSTATE, if a statement of the migration failed. */
  readonly code: string | undefined

  constructor(message: string, { cause, code }: { readonly cause?: unknown; readonly code?: string | undefined } = {}) {
    super(message, { cause })
    this.code = code
  }
}

/** An arbitrary number that all versions of Runlens share: the advisory lock that starting servers queue for. */
const LOCK = 7_215_604_423

const DUPLICATE_TABLE = '42P07'

/** Reads the migrations of this version, `NNNN_name.sql`, in order. */
export async function readMigrations(): Promise<readonly Migration[]> {
  const folder = programFile('store/postgres/migrations/', 'migrations/')
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  return await Promise.all(
    names.map(async (name) => {
      // A checkout on Windows may have other line endings. That does not make it another migration.
      const text = (await readFile(new URL(name, folder), 'utf8')).replaceAll('\r\n', '\n')
      return { version: Number(name.slice(0, 4)), name, text, checksum: await sha256(text) }
    }),
  )
}

/**
 * Migrates the database to the newest schema, each migration in a transaction of its own, without a time limit. If
 * several servers start at once, they take turns, and all but the first find nothing left to do. `say` receives the
 * progress if the database has rows. Throws `MigrationError` if a newer version migrated the database, an applied
 * migration has a different text now, or a migration fails.
 */
export async function migrate(sql: Sql, migrations: readonly Migration[], say: Say = () => undefined): Promise<void> {
  // A database that is up to date is not written to: its disk may be full, and reads still work.
  if (await isUpToDate(sql, migrations)) return
  let isNew = false
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- migrations run one after the other
    const before = await sql.transaction(
      (tx) => applyNext(tx, sql, migrations, isNew ? () => undefined : say),
      'unlimited',
    )
    if (before === undefined) return
    // Creating an empty database is not worth reporting.
    isNew ||= before === 0
  }
}

type Say = (sentence: string) => void

const UNDEFINED_TABLE = '42P01'

async function isUpToDate(sql: Sql, migrations: readonly Migration[]): Promise<boolean> {
  try {
    const applied = await sql.query(APPLIED, [], Applied)
    refuseForeign(applied, migrations)
    return applied.length === migrations.length
  } catch (error) {
    if (error instanceof SqlError && error.code === UNDEFINED_TABLE) return false
    throw error
  }
}

/** Returns the number of migrations applied before; undefined if none is left. */
async function applyNext(
  tx: SqlRunner,
  sql: Sql,
  migrations: readonly Migration[],
  say: Say,
): Promise<number | undefined> {
  // Held until this transaction ends. "create table if not exists" needs it too: two at once would collide.
  await tx.query('select pg_advisory_xact_lock($1::bigint)::text as locked', [LOCK], z.unknown())
  await tx.exec(`create table if not exists runlens_migrations (
    version integer primary key,
    name text not null,
    checksum text not null,
    applied_at timestamptz not null default now()
  )`)
  const applied = await tx.query(APPLIED, [], Applied)
  refuseForeign(applied, migrations)
  const next = migrations.find(({ version }) => !applied.some((one) => one.version === version))
  if (!next) return undefined
  const place = { place: migrations.indexOf(next) + 1, of: migrations.length, title: titleOf(next) }
  const progress = new MigrationProgress(place, applied.length === 0 ? () => undefined : say, () => indexShare(sql))
  try {
    await run(tx, next, progress)
  } finally {
    progress.end()
  }
  await tx.query(
    'insert into runlens_migrations (version, name, checksum) values ($1::integer, $2::text, $3::text)',
    [next.version, next.name, next.checksum],
    NoRow,
  )
  return applied.length
}

const APPLIED = 'select version, name, checksum from runlens_migrations order by version'
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
        `The migration ${one.name} was applied to this database with different contents; use the version of Runlens that applied it.`,
      )
  }
}

async function run(tx: SqlRunner, migration: Migration, progress: MigrationProgress): Promise<void> {
  const statements = sqlStatements(migration.text)
  try {
    for (const [index, statement] of statements.entries()) {
      progress.done(index, statements.length)
      // oxlint-disable-next-line no-await-in-loop -- one connection runs one statement after the other
      await tx.exec(statement)
    }
  } catch (error) {
    throw new MigrationError(failureOf(migration, error), { cause: error, code: codeOf(error) })
  }
}

function failureOf(migration: Migration, error: unknown): string {
  if (error instanceof SqlError && error.code === DUPLICATE_TABLE)
    return `This database has tables that Runlens did not create (${error.message}); give Runlens its own database or schema.`
  const code = codeOf(error)
  const reason = error instanceof Error ? error.message.replace(/\.$/, '') : String(error)
  return `The migration ${migration.name} failed and changed nothing: ${reason}${code === undefined ? '' : ` (${code})`}.`
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof SqlError || error instanceof StoreUnavailableError || error instanceof StoreDamagedError
    ? error.code
    : undefined

/** `0010_cheaper_writes.sql` becomes "cheaper writes". */
const titleOf = ({ name }: Migration): string => name.replace(/^\d+_|\.sql$/g, '').replaceAll('_', ' ')

/**
 * The progress of an index that the server is building in this database. The embedded database has only one connection
 * and cannot report it.
 */
async function indexShare(sql: Sql): Promise<number | undefined> {
  if (sql.isEmbedded) return undefined
  const [found] = await sql.query(
    `select (blocks_done::float8 / nullif(blocks_total, 0)) as share from pg_stat_progress_create_index
    where datname = current_database() limit 1`,
    [],
    z.object({ share: z.nullable(z.number()) }),
  )
  return found?.share ?? undefined
}
