import * as z from 'zod/mini'
import { mendReferences, type Mended } from './mendReferences.ts'
import { migrate, type Migration, readMigrations } from './migrate.ts'
import { openPgliteSql } from './pgliteSql.ts'
import { type SalvagedTable, salvageTable } from './salvageTables.ts'
import type { Sql } from '../sql.ts'

export type Salvage = { readonly tables: readonly SalvagedTable[]; readonly mended: Mended }

/** A damaged row may keep its reader busy forever. */
const PATIENCE_MS = 60_000

/** Created by the new database itself. */
const OWN_TABLES = ['runlens_migrations', 'store_identity', 'health_checks']

/**
 * Copies everything readable from a damaged data folder into a new one, which gets the schema of the damaged one. Does
 * not change the damaged one, except that its log is replayed as on any start. Throws `DataDirInUseError`, and
 * `StoreUnavailableError` if the damaged database cannot be opened at all.
 */
export async function salvage(from: string, to: string, say: (sentence: string) => void): Promise<Salvage> {
  const source = await openPgliteSql(from, { readOnly: true, readLimitMs: PATIENCE_MS, isPatient: true })
  try {
    // Without foreign keys and triggers, because the rows they check may be lost.
    const target = await openPgliteSql(to, {
      setup: ['set session_replication_role = replica'],
      readLimitMs: Infinity,
      writeLimitMs: Infinity,
    })
    try {
      return await salvageInto(source, target, say)
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

async function salvageInto(source: Sql, target: Sql, say: (sentence: string) => void): Promise<Salvage> {
  await migrate(target, await appliedMigrations(source))
  const tables: SalvagedTable[] = []
  for (const name of await tablesOf(target)) {
    // oxlint-disable-next-line no-await-in-loop -- one table after the other
    const salvaged = await salvageTable(source, target, name)
    tables.push(salvaged)
    if (salvaged.rows > 0) say(`${name}: ${salvaged.rows} rows`)
  }
  const mended = await mendReferences(target)
  await bringUpToDate(target)
  return { tables, mended }
}

/** The migrations applied to the damaged database; all if it can no longer tell. */
async function appliedMigrations(source: Sql): Promise<readonly Migration[]> {
  const known = await readMigrations()
  try {
    const applied = await source.query('select version from runlens_migrations', [], z.object({ version: z.int() }))
    const newest = Math.max(0, ...applied.map(({ version }) => version))
    return newest === 0 ? known : known.filter(({ version }) => version <= newest)
  } catch {
    return known
  }
}

async function tablesOf(target: Sql): Promise<readonly string[]> {
  const found = await target.query(
    `select relname::text as name from pg_class where relnamespace = current_schema()::regnamespace and relkind = 'r' order by oid`,
    [],
    z.object({ name: z.string() }),
  )
  return found.map(({ name }) => name).filter((name) => !OWN_TABLES.includes(name))
}

/**
 * Rebuilds derived data: search texts (by the triggers), one record per run for its audit and its stream, and figures.
 */
async function bringUpToDate(target: Sql): Promise<void> {
  await target.exec('set session_replication_role = origin')
  await target.exec(
    `update execution_events e set event_id = event_id
      where not exists (select from event_texts t where t.run_id = e.run_id and t.event_id = e.event_id)`,
    'unlimited',
  )
  // An older schema has the revisions in its table of audits, or none yet.
  await target.exec(
    `do $$ declare
      revisions regclass := coalesce(to_regclass('run_revisions'), to_regclass('run_audits'));
    begin
      if revisions is not null then
        execute format('insert into %s (run_id, revision) select run_id, 1 from workflow_runs on conflict do nothing', revisions);
      end if;
    end $$`,
    'unlimited',
  )
  // The damaged database's figures describe its rows, not those that were saved. An older schema has none yet.
  await target.exec(
    `do $$ begin if to_regproc('recount_figures') is not null then perform recount_figures(); end if; end $$`,
    'unlimited',
  )
  await target.exec('vacuum analyze', 'unlimited')
}
