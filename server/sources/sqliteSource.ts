import type { OldTable, RawRow } from '#server/import/oldRows.ts'
import type { OldSource, Pages, StrayRow } from '#server/import/OldSource.ts'
import { checkOldShape, type FoundTable, OLD_TABLE_NAMES, wantedColumns } from './oldShape.ts'
import { quoted } from './quoted.ts'
import { SourceError } from './SourceError.ts'
import { SqliteFile } from './SqliteFile.ts'
import { columnOf, type SqliteColumn } from './sqliteRow.ts'

const RUN_TABLES = ['execution_events', 'files', 'messages'] as const
type RunTable = (typeof RUN_TABLES)[number]

/** Opens a SQLite file with the old schema. Throws `SourceError`, on opening and while reading. */
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
  for (const table of OLD_TABLE_NAMES) if (tables.get(table)) checkEnds(file, table)
  const placed = new Map<RunTable, PlacedRows>()
  for (const table of RUN_TABLES) {
    const found = tables.get(table)
    if (found) placed.set(table, placeRows(file, table, found))
  }

  const columns = (table: OldTable, alias = ''): readonly SqliteColumn[] => {
    const found = tables.get(table)
    return wantedColumns(table, found).map((name) => columnOf(alias, found?.get(name) ?? name, name))
  }
  const all = (table: OldTable): Pages<RawRow> =>
    tables.get(table) ? file.stream(columns(table), `from ${quoted(table)}`) : NOTHING
  const ofRun = (table: RunTable, run_id: string): Pages<RawRow> => {
    const rows = placed.get(table)
    if (!rows) return NOTHING
    return file.stream(columns(table, 't'), `${rows.byPlace} where b.run_id = ? order by b.row`, [run_id])
  }
  const runIds = 'select cast(id as text) from workflow_runs where id is not null'
  async function* strays(): AsyncGenerator<readonly StrayRow[]> {
    for (const [table, { byPlace }] of placed) {
      const isStray = `b.run_id is null or b.run_id not in (${runIds})`
      for await (const rows of file.stream(columns(table, 't'), `${byPlace} where ${isStray} order by b.row`))
        yield rows.map((row) => ({ table, row }))
    }
  }
  async function* parentEventsElsewhere(): AsyncGenerator<readonly string[]> {
    if (tables.get('execution_events')?.has('parent_event_id') !== true) return
    const pages = file.stream(
      [{ name: 'id', sql: 'cast(p.id as text)' }],
      'from execution_events e join execution_events p on p.id = e.parent_event_id where p.run_id is not e.run_id',
    )
    for await (const rows of pages) yield rows.map(({ id }) => String(id))
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
    parentEventsElsewhere,
    // The old files table only has paths; the contents were never in the database.
    contentOf: async () => undefined,
    close: async () => file.close(),
  }
}

/**
 * Rejects a recursive view: it may never end, and a single step of it may fill the disk. Any other view ends, and is
 * bounded by the limit for temporary tables.
 */
function checkEnds(file: SqliteFile, table: OldTable): void {
  if (!file.planOf(table).includes('RECURSIVE STEP')) return
  const reason = `${table} is a view that is made by recursion and may have no end; make it a table first`
  throw new SourceError('wrong schema', `${file.path} cannot be read safely: ${reason}.`)
}

/** Column names, compared case-insensitively as SQLite does. */
function columnsOf(file: SqliteFile, table: OldTable): FoundTable {
  const columns = file.all([columnOf('', 'name')], `from pragma_table_info('${table}', 'main')`)
  return columns.length === 0
    ? undefined
    : new Map(columns.map(({ name }) => [String(name).toLowerCase(), String(name)]))
}

/** How to read the rows of a table by position: `b` has the runs and positions (`row`), `t` the rows. */
type PlacedRows = { readonly byPlace: string }

/**
 * Stores the positions of each run's rows in a temporary table, without touching the source. The old schema
 * guarantees no index on run_id, and without one each run would scan the whole table.
 */
function placeRows(file: SqliteFile, table: RunTable, found: NonNullable<FoundTable>): PlacedRows {
  const { home, place } = placesIn(file, table, found)
  const byRun = `runlens_${table}_by_run`
  file.exec(`create temp table ${byRun} as select ${RUN_ID} as run_id, ${place} as row from ${home}`)
  file.exec(`create index temp.${byRun}_run on ${byRun} (run_id, row)`)
  return { byPlace: `from temp.${byRun} b cross join ${home} t on t.${place} = b.row` }
}

/** A name that is too long is not an id, and its row belongs to no run. */
const RUN_ID = 'case when octet_length(run_id) < 100000 then cast(run_id as text) end'

/** Names of the row id. If a column has one of these names, the name means the column. */
const PLACES = ['rowid', '_rowid_', 'oid']

/** The table itself, or a temporary copy if its rows have no row id, as in a view or a table WITHOUT ROWID. */
function placesIn(file: SqliteFile, table: RunTable, found: NonNullable<FoundTable>) {
  const [kind] = file.all(
    [columnOf('', 'type'), columnOf('', 'wr')],
    `from pragma_table_list where schema = 'main' and lower(name) = '${table}'`,
  )
  const place = PLACES.find((name) => !found.has(name))
  if (kind?.['type'] === 'table' && kind['wr'] === 0 && place) return { home: `main.${quoted(table)}`, place }
  const copy = `runlens_${table}`
  const wanted = wantedColumns(table, found).map((name) => quoted(found.get(name) ?? name))
  file.exec(`create temp table ${copy} as select ${wanted.join(', ')} from main.${quoted(table)}`)
  return { home: `temp.${copy}`, place: 'rowid' }
}

const NOTHING: Pages<RawRow> = { [Symbol.asyncIterator]: () => ({ next: async () => DONE }) }
const DONE = { done: true, value: undefined } as const
