import type { Health } from '#contract/health.ts'
import type { Repositories, Store } from '#server/store/ports/store.ts'
import { StoreUnavailableError } from '#server/store/ports/errors.ts'
import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod/mini'
import { readVersion } from '#server/version.ts'
import { DamageWatch } from './DamageWatch.ts'
import { foldFigures } from '../write/foldFigures.ts'
import { migrate, readMigrations } from './migrate.ts'
import { openPgliteSql } from './pgliteSql.ts'
import { PgDemoStore } from '../write/PgDemoStore.ts'
import { PgChangeFeed } from '../write/PgChangeFeed.ts'
import { PgEventRepository } from '../read/PgEventRepository.ts'
import { PgFileRepository } from '../read/PgFileRepository.ts'
import { PgIntegrityRepository } from '../read/PgIntegrityRepository.ts'
import { PgMessageRepository } from '../read/PgMessageRepository.ts'
import { PgNodeRepository } from '../read/PgNodeRepository.ts'
import { PgRowRepository } from '../read/PgRowRepository.ts'
import { PgRunRepository } from '../read/PgRunRepository.ts'
import { PgRunWriter } from '../write/PgRunWriter.ts'
import { PgSearchRepository } from '../read/PgSearchRepository.ts'
import { PgSessionRepository } from '../read/PgSessionRepository.ts'
import { PgSpanStore } from '../spans/PgSpanStore.ts'
import { PgSummaryRepository } from '../read/PgSummaryRepository.ts'
import { PgUnplacedRepository } from '../read/PgUnplacedRepository.ts'
import { PgliteUpkeep } from './PgliteUpkeep.ts'
import { openPostgresSql } from './postgresSql.ts'
import type { Sql } from '../sql.ts'

/**
 * The embedded database, in a folder (created if missing) or in memory. Throws `DataDirInUseError` if another process
 * has the folder open, `MigrationError` and `StoreUnavailableError`.
 */
export const openPgliteStore = async ({ dataDir, say }: StoreOptions & { readonly dataDir?: string }): Promise<Store> =>
  await storeOn('pglite', await openPgliteSql(dataDir, { say }), say)

/** A Postgres server, version 15 or newer. Throws `MigrationError` and `StoreUnavailableError`. */
export const openPostgresStore = async ({ url, say }: StoreOptions & { readonly url: string }): Promise<Store> =>
  await storeOn('postgres', openPostgresSql(url), say)

/** `say` receives the progress of migrations, and engine failures that no request caused. */
type StoreOptions = { readonly say?: (sentence: string) => void }

/** Migrates the schema and creates the repositories. Closes the database if that fails. */
export async function storeOn(
  engine: Health['database'],
  opened: Sql,
  say?: (sentence: string) => void,
): Promise<Store> {
  const watch = new DamageWatch(opened)
  const { sql } = watch
  try {
    await migrate(sql, await readMigrations(), say)
  } catch (error) {
    await sql.close()
    throw error
  }
  return {
    engine,
    repositories: repositoriesOn(sql),
    writer: new PgRunWriter(sql, engine === 'pglite' ? 'own' : 'autovacuum'),
    changes: new PgChangeFeed(sql),
    demo: new PgDemoStore(sql),
    spans: new PgSpanStore(sql, { isAlone: engine === 'pglite', version: await readVersion() }),
    ping: async () => {
      watch.check()
      await ping(sql)
    },
    upkeep: upkeepOf(sql, engine),
    ...(sql.lost && { lost: sql.lost }),
    close: () => sql.close(),
  }
}

/** The repositories of a database whose schema is up to date. */
export const repositoriesOn = (sql: Sql): Repositories => ({
  sessions: new PgSessionRepository(sql),
  runs: new PgRunRepository(sql),
  nodes: new PgNodeRepository(sql),
  events: new PgEventRepository(sql),
  files: new PgFileRepository(sql),
  messages: new PgMessageRepository(sql),
  summaries: new PgSummaryRepository(sql),
  search: new PgSearchRepository(sql),
  integrity: new PgIntegrityRepository(sql),
  rows: new PgRowRepository(sql),
  unplaced: new PgUnplacedRepository(sql),
})

/** Pause between two portions of folding, so that other queries get a turn. */
const FOLD_REST_MS = 20

function upkeepOf(sql: Sql, engine: Health['database']): Required<Store>['upkeep'] {
  const upkeep = engine === 'pglite' ? new PgliteUpkeep(sql) : undefined
  return async () => {
    if (await foldFigures(sql)) return FOLD_REST_MS
    await upkeep?.turn()
    return undefined
  }
}

/** A probe that waits longer than this for its turn checks instead whether other queries are answered. */
const PING_PATIENCE_MS = 100
const ALIVE_MS = 5000

/**
 * Reads a table through the same connection or pool as every other query. Probes arrive many times a minute, so it
 * writes nothing. In an engine that runs one statement at a time, a probe may wait for seconds behind large ones; a
 * recent answer to another query is just as good.
 */
async function ping(sql: Sql): Promise<void> {
  const asked = readSchema(sql)
  const isLate = Symbol('late')
  const first = await Promise.race([asked, pause(PING_PATIENCE_MS, isLate, { ref: false })])
  if (first !== isLate) return
  if (sql.hasAnsweredWithin?.(ALIVE_MS)) asked.catch(() => undefined)
  else await asked
}

async function readSchema(sql: Sql): Promise<void> {
  const [found] = await sql.query('select max(version) as version from runlens_migrations', [], Applied)
  if (!found) throw new StoreUnavailableError('The database does not report its schema version')
}

const Applied = z.object({ version: z.int() })
