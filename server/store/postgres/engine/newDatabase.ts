import { access, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/*
 * Creating an embedded database writes about a thousand files. A process that is killed meanwhile leaves a folder that
 * PGlite takes for a database and cannot open. A marker file tells such a folder from a database.
 */

const markerIn = (dataDir: string): string => join(dataDir, 'unfinished-database')

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

/** Whether the folder holds a database that was created to its end. */
export const hasDatabase = async (dataDir: string): Promise<boolean> =>
  !(await exists(markerIn(dataDir))) && (await exists(join(dataDir, 'database')))

/**
 * Call it before a database in `dataDir/database` is opened, by the process that holds the lock of `dataDir`. Removes a
 * database whose creation was interrupted: nothing was written to it yet. Where there is no database, marks the one that
 * opening creates as unfinished. Call what it returns when the database is open.
 */
export async function prepareDatabaseFolder(dataDir: string): Promise<() => Promise<void>> {
  const folder = join(dataDir, 'database')
  const marker = markerIn(dataDir)
  if (await exists(marker)) await rm(folder, { recursive: true, force: true })
  else if (await exists(join(folder, 'PG_VERSION'))) return async () => undefined
  await writeFile(marker, '', { mode: 0o600 })
  return () => rm(marker, { force: true })
}
