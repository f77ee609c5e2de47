import * as z from 'zod/mini'
import { redactDatabaseUrl } from '#server/lib/redactDatabaseUrl.ts'
import type { Repositories } from '#server/store/ports/store.ts'
import { MigrationError, readMigrations } from './migrate.ts'
import { hasDatabase } from './newDatabase.ts'
import { repositoriesOn } from './openStore.ts'
import { openPgliteSql } from './pgliteSql.ts'
import { openPostgresSql } from './postgresSql.ts'
import { type Sql, SqlError } from '../sql.ts'

export type ReadOnlyStore = { readonly repositories: Repositories; readonly close: () => Promise<void> }

/**
 * Opens a Runlens database for reading. Nothing in it is changed, so its schema must be up to date already. Throws like
 * a store.
 */
export const openPostgresReadOnly = (url: string): Promise<ReadOnlyStore> =>
  readOnlyOn(openPostgresSql(url, { readOnly: true }), redactDatabaseUrl(url))

/** The same for a data folder; undefined if there is none, because opening would create it. */
export async function openPgliteReadOnly(dataDir: string): Promise<ReadOnlyStore | undefined> {
  if (!(await hasDatabase(dataDir))) return undefined
  const sql = await openPgliteSql(dataDir, { readOnly: true })
  return await readOnlyOn(sql, dataDir)
}

async function readOnlyOn(sql: Sql, place: string): Promise<ReadOnlyStore> {
  try {
    await checkMigrated(sql, place)
    return { repositories: repositoriesOn(sql), close: () => sql.close() }
  } catch (error) {
    await sql.close()
    throw error
  }
}

const UNDEFINED_TABLE = '42P01'

async function checkMigrated(sql: Sql, place: string): Promise<void> {
  const known = (await readMigrations()).map(({ version }) => version)
  const applied = await appliedVersions(sql)
  if (applied.length === 0) throw new MigrationError(`${place} contains no Runlens database.`)
  if (known.length !== applied.length || known.some((version) => !applied.includes(version)))
    throw new MigrationError(
      `${place} was created by another version of Runlens; start this version on it once, or use that version.`,
    )
}

async function appliedVersions(sql: Sql): Promise<readonly number[]> {
  try {
    const rows = await sql.query('select version from runlens_migrations', [], z.object({ version: z.int() }))
    return rows.map(({ version }) => version)
  } catch (error) {
    if (error instanceof SqlError && error.code === UNDEFINED_TABLE) return []
    throw error
  }
}
