import { OLD_TABLES, type OldTable } from '#server/import/oldRows.ts'
import { SourceError } from './SourceError.ts'

/** The actual columns of a table, by the name that Runlens uses; undefined if the table does not exist. */
export type FoundTable = ReadonlyMap<string, string> | undefined

/** The columns required to place a row. All others may be missing. */
const KEYS: Readonly<Record<OldTable, readonly string[]>> = {
  sessions: ['id'],
  workflow_runs: ['id'],
  dag_nodes: ['id', 'run_id'],
  dag_edges: ['id', 'from_node_id', 'to_node_id'],
  execution_events: ['id', 'run_id'],
  files: ['id', 'run_id'],
  messages: ['id', 'run_id'],
}

export const OLD_TABLE_NAMES = Object.values(OLD_TABLES).map(({ table }) => table)

/** The columns of the old schema that the table has. */
export function wantedColumns(table: OldTable, found: FoundTable): readonly string[] {
  return ['id', ...OLD_TABLES[table].columns].filter((column) => found?.has(column) === true)
}

/**
 * Throws `SourceError` if the database does not have the old schema. A missing table counts as empty, except for the
 * runs: without them, nothing can be placed.
 */
export function checkOldShape(tables: ReadonlyMap<string, FoundTable>, place: string): void {
  const found = OLD_TABLE_NAMES.filter((table) => tables.get(table) !== undefined)
  if (found.length === 0)
    throw new SourceError(
      'wrong schema',
      `${place} has none of the old tables, so it is not a database of the old system.`,
    )
  if (tables.get('workflow_runs')?.has('run_id') === true)
    throw new SourceError('of Runlens', `${place} is already a Runlens database and needs no import.`)
  if (!found.includes('workflow_runs'))
    throw new SourceError('wrong schema', `${place} has no table workflow_runs, so none of its rows belong to a run.`)
  for (const table of found)
    for (const key of KEYS[table])
      if (tables.get(table)?.has(key) === false)
        throw new SourceError(
          'wrong schema',
          `${place} does not have the old schema: its table ${table} has no column ${key}.`,
        )
}
