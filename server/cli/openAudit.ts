import { stat } from 'node:fs/promises'
import { auditOldDatabase, type Audit } from '#server/integrity/auditOldDatabase.ts'
import { auditStore } from '#server/integrity/auditStore.ts'
import type { ImportOptions } from '#server/import/importOldDatabase.ts'
import type { OldSize } from '#server/import/OldSource.ts'
import type { Config } from '#server/config.ts'
import {
  openPgliteReadOnly,
  openPostgresReadOnly,
  type ReadOnlyStore,
} from '#server/store/postgres/engine/openReadOnly.ts'
import { openSource } from '#server/sources/openSource.ts'
import { SourceError } from '#server/sources/SourceError.ts'

/** A database to look through, of either shape. `audit` may be called once; `close` always. */
export type Audited = {
  /** How much there is to read, where that is known beforehand. */
  readonly size: OldSize | undefined
  readonly audit: (options: ImportOptions) => Promise<Audit>
  readonly close: () => Promise<void>
}

/**
 * A SQLite file or a Postgres of the old shape, a Postgres or a data folder of Runlens, or without a name the database
 * that Runlens is set to use. Throws `SourceError` and what a store throws.
 */
export async function openAudit(name: string | undefined, { database }: Pick<Config, 'database'>): Promise<Audited> {
  if (name === undefined)
    return database.kind === 'postgres'
      ? ofStore(await openPostgresReadOnly(database.url))
      : await ofFolder(database.dataDir)
  if (await isFolder(name)) return await ofFolder(name)
  try {
    const source = await openSource(name)
    return {
      size: await source.size(),
      audit: (options) => auditOldDatabase(source, options),
      close: () => source.close(),
    }
  } catch (error) {
    if (error instanceof SourceError && error.trouble === 'of Runlens' && URL.canParse(name))
      return ofStore(await openPostgresReadOnly(name))
    throw error
  }
}

async function ofFolder(dataDir: string): Promise<Audited> {
  const store = await openPgliteReadOnly(dataDir)
  if (!store) throw new SourceError('missing', `There is no Runlens database in ${dataDir}.`)
  return ofStore(store)
}

const ofStore = ({ repositories, close }: ReadOnlyStore): Audited => ({
  size: undefined,
  audit: () => auditStore(repositories),
  close,
})

const isFolder = async (path: string): Promise<boolean> => {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    return false
  }
}
