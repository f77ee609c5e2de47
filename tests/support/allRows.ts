import * as z from 'zod/mini'
import { foldAllFigures } from '#server/store/postgres/write/foldFigures.ts'
import type { Sql } from '#server/store/postgres/sql.ts'

/** What is compared of a table in which any two databases differ: it also tells when something was done, or by which write. */
const PARTS: Readonly<Record<string, string>> = {
  runlens_migrations: 'version, name, checksum',
  run_revisions: 'run_id, revision, audited_revision, finding_count, awaited, groups',
}
/** One says when the database was last looked at, the other which one it is, and nothing else. */
const LEFT_OUT = new Set(['health_checks', 'store_identity'])

/** Every row of every table of a database, as text, each table's in one order: two databases are the same if these are. */
export async function allRows(sql: Sql): Promise<ReadonlyMap<string, readonly string[]>> {
  // How much of the kept figures is folded is another matter of when.
  await foldAllFigures(sql)
  const tables = await sql.query(
    'select tablename::text as name from pg_tables where schemaname = current_schema() order by 1',
    [],
    z.object({ name: z.string() }),
  )
  const rows = new Map<string, readonly string[]>()
  for (const { name } of tables) {
    if (LEFT_OUT.has(name)) continue
    const found = await sql.query(
      `select row_to_json(t)::text as text from (select ${PARTS[name] ?? '*'} from ${name}) t`,
      [],
      z.object({ text: z.string() }),
    )
    rows.set(name, found.map(({ text }) => text).toSorted())
  }
  return rows
}
