import type { OldSource } from '#server/import/OldSource.ts'
import { openPostgresSource } from './postgresSource.ts'
import { openSqliteSource } from './sqliteSource.ts'

/** An old database that somebody named: a `postgres://` URL, or else the path of a SQLite file. Throws `SourceError`. */
export const openSource = (name: string): Promise<OldSource & { readonly close: () => Promise<void> }> =>
  /^postgres(?:ql)?:\/\//.test(name) && URL.canParse(name) ? openPostgresSource(name) : openSqliteSource(name)
