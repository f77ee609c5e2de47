import type { OldTable } from '#server/import/oldRows.ts'
import type { OldSource, RawRow, StrayRow } from '#server/import/OldSource.ts'
import { checkOldShape, type FoundTable, OLD_TABLE_NAMES, wantedColumns } from './oldShape.ts'
import { quoted } from './quoted.ts'
import { SqliteFile } from './SqliteFile.ts'
import { columnOf, type SqliteColumn } from './sqliteRow.ts'

const RUN_TABLES = ['execution_events', 'files', 'messages'] as const
type RunTable = (typeof RUN_TABLES)[number]

/** A SQLite file of the old shape. Throws `SourceError`, when it is opened and also while it is read. */
export async function openSqliteSource(path: string): Promise<OldSource & { readonly close: () => Promise<void> }> {
  const file = await SqliteFile.open(path)
  try {
    return sourceOf(file)
  } catch (error) {
    file.close()
    throw error
  }
}

function sourceOf(file: SqliteFile): OldSource & { readonly close: () => Promise<void> } {
  const tables = new Map<OldTable, FoundTable>(OLD_TABLE_NAMES.map((table) => [table, columnsOf(file, table)]))
  checkOldShape(tables, file.path)
  for (const table of RUN_TABLES) if (tables.get(table)) indexByRun(file, table)

  const columns = (table: OldTable, alias = ''): readonly SqliteColumn[] => {
    const found = tables.get(table)
    return wantedColumns(table, found).map((name) => columnOf(alias, found?.get(name) ?? name, name))
  }
  const all = (table: OldTable): AsyncIterable<RawRow> =>
    tables.get(table) ? file.stream(columns(table), `from ${quoted(table)}`) : NOTHING
  const ofRun = (table: RunTable, run_id: string): AsyncIterable<RawRow> =>
    tables.get(table)
      ? file.stream(
          columns(table, 't'),
          `from temp.${byRun(table)} b cross join ${quoted(table)} t on t.rowid = b.row
          where b.run_id = ? order by b.row`,
          [run_id],
        )
      : NOTHING
  const runIds = 'select cast(id as text) from workflow_runs where id is not null'
  async function* strays(): AsyncGenerator<StrayRow> {
    for (const table of RUN_TABLES) {
      if (!tables.get(table)) continue
      const rows = file.stream(
        columns(table, 't'),
        `from temp.${byRun(table)} b cross join ${quoted(table)} t on t.rowid = b.row
        where b.run_id is null or b.run_id not in (${runIds}) order by b.row`,
      )
      for await (const row of rows) yield { table, row }
    }
  }
  async function* repeatedEventIds(): AsyncGenerator<string> {
    if (!tables.get('execution_events')) return
    const rows = file.stream(
      [{ name: 'id', sql: 'cast(id as text)' }],
      'from execution_events where id is not null group by cast(id as text) having count(*) > 1',
    )
    for await (const { id } of rows) yield String(id)
  }
  async function* parentEventsElsewhere(): AsyncGenerator<string> {
    if (tables.get('execution_events')?.has('parent_event_id') !== true) return
    const rows = file.stream(
      [{ name: 'id', sql: 'cast(p.id as text)' }],
      'from execution_events e join execution_events p on p.id = e.parent_event_id where p.run_id is not e.run_id',
    )
    for await (const { id } of rows) yield String(id)
  }
  const count = (table: OldTable): number =>
    tables.get(table)
      ? Number(file.all([{ name: 'rows', sql: 'count(*)' }], `from ${quoted(table)}`)[0]?.['rows'] ?? 0)
      : 0

  return {
    sessions: () => all('sessions'),
    runs: () => all('workflow_runs'),
    nodes: () => all('dag_nodes'),
    edges: () => all('dag_edges'),
    eventsOfRun: (run_id) => ofRun('execution_events', run_id),
    filesOfRun: (run_id) => ofRun('files', run_id),
    messagesOfRun: (run_id) => ofRun('messages', run_id),
    strays,
    size: async () => ({ runs: count('workflow_runs'), events: count('execution_events') }),
    repeatedEventIds,
    parentEventsElsewhere,
    // The old files table has paths only; what they led to was never in the database.
    contentOf: async () => undefined,
    close: async () => file.close(),
  }
}

/** Column names, compared as SQLite does: without regard to case. */
function columnsOf(file: SqliteFile, table: OldTable): FoundTable {
  const columns = file.all([columnOf('', 'name')], `from pragma_table_info('${table}', 'main')`)
  return columns.length === 0
    ? undefined
    : new Map(columns.map(({ name }) => [String(name).toLowerCase(), String(name)]))
}

const byRun = (table: RunTable): string => `runlens_${table}_by_run`

/**
 * Where the rows of each run are, as a temporary table beside the source, which itself is not touched. The old schema
 * promises no index on run_id, and without one each run would read its whole table again.
 */
function indexByRun(file: SqliteFile, table: RunTable): void {
  file.exec(`create temp table ${byRun(table)} as
    select cast(run_id as text) as run_id, rowid as row from main.${quoted(table)}`)
  file.exec(`create index temp.${byRun(table)}_run on ${byRun(table)} (run_id, row)`)
}

const NOTHING: AsyncIterable<RawRow> = { [Symbol.asyncIterator]: () => ({ next: async () => DONE }) }
const DONE = { done: true, value: undefined } as const
