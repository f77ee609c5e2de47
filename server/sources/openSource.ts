import { access } from 'node:fs/promises'
import type { OldSource } from '#server/import/OldSource.ts'
import { isPostgresUrl, mayHoldPassword } from '#server/lib/redacted.ts'
import { openPostgresSource } from './postgresSource.ts'
import { SourceError } from './SourceError.ts'
import { openSqliteSource } from './sqliteSource.ts'

/** Opens an old database: a `postgres://` URL, or the path of a SQLite file. Throws `SourceError`. */
export async function openSource(name: string): Promise<OldSource & { readonly close: () => Promise<void> }> {
  if (isPostgresUrl(name)) return await openPostgresSource(name)
  // Don't repeat a mistyped URL, because it contains a password.
  if (mayHoldPassword(name) && !(await isThere(name))) throw new SourceError('missing', NEITHER)
  return await openSqliteSource(name)
}

const NEITHER =
  'There is no such file, and it is not a URL like postgres://user:password@host:5432/database. Write @ : / ? # in a password as %40 %3A %2F %3F %23.'

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
