import type { OldTable, RawRow } from '#server/import/oldRows.ts'
import type { OldSource, Pages, StrayRow } from '#server/import/OldSource.ts'
import { checkOldShape, type FoundTable, OLD_TABLE_NAMES, wantedColumns } from './oldShape.ts'
import { PostgresReader } from './PostgresReader.ts'
import { quoted } from './quoted.ts'
import { RowsByRun } from './RowsByRun.ts'

const RUN_TABLES = ['execution_events', 'files', 'messages'] as const
type RunTable = (typeof RUN_TABLES)[number]

/** Opens a Postgres database with the old schema by its URL. Throws `SourceError`, on opening and while reading. */
export async function openPostgresSource(url: string): Promise<OldSource & { readonly close: () => Promise<void> }> {
  const reader = await PostgresReader.open(url)
  try {
    return await sourceOf(reader)
  } catch (error) {
    await reader.close()
    throw error
  }
}

async function sourceOf(reader: PostgresReader): Promise<OldSource & { readonly close: () => Promise<void> }> {
  const tables = await columnsOfAll(reader)
  checkOldShape(tables, reader.place)
  const runs = new Map<RunTable, RowsByRun>()
  for (const table of RUN_TABLES) {
    if (!tables.get(table)) continue
    // oxlint-disable-next-line no-await-in-loop -- a single connection
    runs.set(table, await RowsByRun.read(reader, table))
  }

  const select = (table: OldTable): string =>
    wantedColumns(table, tables.get(table))
      .map((column) => `t.${quoted(column)}::text as ${quoted(column)}`)
      .join(', ')
  const all = (table: OldTable): Pages<RawRow> =>
    tables.get(table) ? reader.stream(`select ${select(table)} from ${quoted(table)} t`) : none()
  const ofRun = (table: RunTable, run_id: string): Pages<RawRow> =>
    runs.get(table)?.ofRun(run_id, select(table)) ?? none()
  async function* strays(): AsyncGenerator<readonly StrayRow[]> {
    for (const table of RUN_TABLES) {
      if (!tables.get(table)) continue
      const pages = reader.stream(
        `select ${select(table)} from ${quoted(table)} t where t.run_id is null
        or not exists (select from workflow_runs r where r.id::text = t.run_id::text)`,
      )
      for await (const rows of pages) yield rows.map((row) => ({ table, row }))
    }
  }
  async function* parentEventsElsewhere(): AsyncGenerator<readonly string[]> {
    if (tables.get('execution_events')?.has('parent_event_id') !== true) return
    const pages = reader.stream(
      `select p.id::text as id from execution_events e join execution_events p on p.id::text = e.parent_event_id::text
      where p.run_id::text is distinct from e.run_id::text`,
    )
    for await (const rows of pages) yield idsIn(rows)
  }
  const count = async (table: OldTable): Promise<number> => {
    if (!tables.get(table)) return 0
    return Number((await reader.all(`select count(*)::text as rows from ${quoted(table)}`))[0]?.['rows'] ?? 0)
  }

  return {
    sessions: () => all('sessions'),
    runs: () => all('workflow_runs'),
    nodes: () => all('dag_nodes'),
    edges: () => all('dag_edges'),
    eventsOfRun: (run_id) => ofRun('execution_events', run_id),
    filesOfRun: (run_id) => ofRun('files', run_id),
    messagesOfRun: (run_id) => ofRun('messages', run_id),
    strays,
    size: async () => ({ runs: await count('workflow_runs'), events: await count('execution_events') }),
    parentEventsElsewhere,
    // The old files table only has paths; the contents were never in the database.
    contentOf: async () => undefined,
    close: () => reader.close(),
  }
}

/** The columns of the tables on the search path, including views and foreign tables. */
async function columnsOfAll(reader: PostgresReader): Promise<Map<OldTable, FoundTable>> {
  const tables = new Map<OldTable, FoundTable>()
  for (const table of OLD_TABLE_NAMES) {
    // oxlint-disable-next-line no-await-in-loop -- a single connection
    const columns = await reader.all(
      `select attname::text as name from pg_attribute
      where attrelid = to_regclass($1) and attnum > 0 and not attisdropped`,
      [quoted(table)],
    )
    if (columns.length > 0) tables.set(table, new Map(columns.map(({ name }) => [String(name), String(name)])))
  }
  return tables
}

async function* none(): AsyncGenerator<readonly RawRow[]> {}

const idsIn = (rows: readonly RawRow[]): readonly string[] =>
  rows.flatMap(({ id }) => (typeof id === 'string' ? [id] : []))
