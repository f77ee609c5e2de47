import { join } from 'node:path'
import { afterAll } from 'vitest'
import { demoDatabase } from '#server/demo/demoDatabase.ts'
import type { OldDatabase } from '#server/import/memoryOldSource.ts'
import { writeOldSqlite } from '#tests/support/oldDatabases.ts'
import { temporaryFolder } from '../process/startServer.ts'

/** An old database as a SQLite file, in a folder that goes when the tests of the file have run. */
export async function oldFile(database: OldDatabase = demoDatabase()) {
  const folder = await temporaryFolder()
  afterAll(() => folder.remove())
  const old = join(folder.path, 'old.db')
  writeOldSqlite(old, database)
  return { folder, old }
}
