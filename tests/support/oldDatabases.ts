import Libsql from 'libsql'
import type { OldDatabase } from '#server/import/memoryOldSource.ts'
import { OLD_TABLES, type OldTable, type RawRow } from '#server/import/oldRows.ts'
import { openPostgresSql } from '#server/store/postgres/engine/postgresSql.ts'
import { NoRow, type Sql } from '#server/store/postgres/sql.ts'

/** The old schema as its owners have it, but for types: SQLite keeps any, and Postgres differs where a comment says so. */
const COLUMNS: Readonly<Record<OldTable, Readonly<Record<string, string>>>> = {
  sessions: {
    id: 'varchar primary key',
    user_id: 'varchar',
    name: 'varchar',
    created_at: 'timestamp',
    last_active_at: 'timestamp',
    status: 'varchar',
    meta: 'json',
  },
  workflow_runs: {
    id: 'varchar primary key',
    session_id: 'varchar',
    mode: 'varchar',
    agent: 'varchar',
    model: 'varchar',
    status: 'varchar',
    started_at: 'timestamp',
    completed_at: 'timestamp',
    task_description: 'text',
    meta: 'json',
    branch_parent_id: 'varchar',
    parent_run_id: 'varchar',
  },
  dag_nodes: {
    id: 'varchar primary key',
    run_id: 'varchar',
    session_id: 'varchar',
    parent_node_id: 'varchar',
    node_type: 'varchar',
    agent: 'varchar',
    status: 'varchar',
    order_index: 'integer',
    depth: 'integer',
    meta: 'json',
  },
  dag_edges: {
    id: 'integer primary key',
    from_node_id: 'varchar',
    to_node_id: 'varchar',
    dependency_type: 'varchar',
    condition: 'text',
  },
  execution_events: {
    id: 'varchar primary key',
    run_id: 'varchar',
    node_id: 'varchar',
    step_id: 'varchar',
    session_id: 'varchar',
    parent_event_id: 'varchar',
    event_type: 'varchar',
    event_subtype: 'varchar',
    agent_name: 'varchar',
    agent_role: 'varchar',
    timestamp: 'timestamp',
    started_at: 'timestamp',
    completed_at: 'timestamp',
    duration_ms: 'double precision',
    inputs: 'json',
    outputs: 'json',
    error_message: 'text',
    meta: 'json',
    execution_order: 'integer',
    depth: 'integer',
    status: 'varchar',
  },
  files: {
    id: 'varchar primary key',
    run_id: 'varchar',
    node_id: 'varchar',
    event_id: 'varchar',
    file_path: 'text',
    file_type: 'varchar',
    size_bytes: 'bigint',
    created_at: 'timestamp',
    meta: 'json',
  },
  messages: {
    id: 'integer primary key',
    run_id: 'varchar',
    node_id: 'varchar',
    event_id: 'varchar',
    sender: 'varchar',
    recipient: 'varchar',
    content: 'text',
    timestamp: 'timestamp',
    tokens: 'integer',
    meta: 'json',
  },
}

const createTable = (table: OldTable): string =>
  `create table ${table} (${Object.entries(COLUMNS[table])
    .map(([column, type]) => `"${column}" ${type}`)
    .join(', ')})`

const TABLES = Object.values(OLD_TABLES).map(({ table }) => table)

/** A time as SQLAlchemy writes it into SQLite: naive, with a blank; JSON as text. */
const inSqlite = (column: string, value: unknown): unknown => {
  if (value === undefined || value === null) return null
  if (typeof value === 'object') return JSON.stringify(value)
  return typeof value === 'string' && /_at$|^timestamp$/.test(column)
    ? value.replace('T', ' ').replace(/Z$|\+00:00$/, '')
    : value
}

/** Writes an old database into a new SQLite file. */
export function writeOldSqlite(path: string, database: OldDatabase, more: readonly string[] = []): void {
  const db = new Libsql(path)
  db.exec('begin')
  for (const table of TABLES) {
    db.exec(createTable(table))
    const columns = Object.keys(COLUMNS[table])
    const insert = db.prepare(
      `insert into ${table} (${columns.map((column) => `"${column}"`).join(', ')})
      values (${columns.map(() => '?').join(', ')})`,
    )
    for (const row of database[table]) insert.run(...columns.map((column) => inSqlite(column, row[column])))
  }
  for (const statement of more) db.exec(statement)
  db.exec('commit')
  db.close()
}

/** Writes an old database into the schema that the URL's search path names. */
export async function writeOldPostgres(url: string, database: OldDatabase): Promise<void> {
  const sql = openPostgresSql(url)
  try {
    await writeOldTables(sql, database)
  } finally {
    await sql.close()
  }
}

/** Writes an old database into an empty one that is open, on either engine. */
export async function writeOldTables(sql: Sql, database: OldDatabase): Promise<void> {
  for (const table of TABLES) {
    await sql.exec(createTable(table))
    const columns = Object.keys(COLUMNS[table])
    const rows = database[table].map((row) => inPostgres(table, row))
    await sql.query(
      `insert into ${table} select ${columns.map((column) => `"${column}"`).join(', ')}
      from json_populate_recordset(null::${table}, $1::text::json)`,
      [JSON.stringify(rows)],
      NoRow,
    )
  }
}

/** JSON columns of the demo are JSON text; put as text, they would become JSON strings. */
function inPostgres(table: OldTable, row: RawRow): RawRow {
  const json = Object.keys(COLUMNS[table]).filter((column) => COLUMNS[table][column] === 'json')
  const parsed = json.map((column) => {
    const value = row[column]
    return [column, typeof value === 'string' ? (JSON.parse(value) as unknown) : value] as const
  })
  return { ...row, ...Object.fromEntries(parsed) }
}
