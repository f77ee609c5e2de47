/**
 * Rows of the old database, parsed as leniently as possible: only the key is required. Any other column may be
 * missing, null or of a different type than declared (SQLite enforces none), and extra columns may exist. Times,
 * numbers and JSON are not parsed here; `RowMender` does that, because it reports what it cannot read.
 *
 * Hand-written parsing: a schema of twenty fields takes longer per row than all the repairs.
 */

/** Text, or a number in its place (SQLite does not enforce types). An empty text counts as missing. */
function text(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

const unread = (value: unknown): unknown => value

/** The columns of a table without the key, each with its parser. */
export type Columns = Readonly<Record<string, (value: unknown) => unknown>>

/** The original row, kept in case it has no place. */
export type FromRow = { readonly raw: RawRow }

export type RowOf<Own extends Columns> = { readonly [Column in keyof Own]: ReturnType<Own[Column]> } & {
  readonly id: string
} & FromRow

const SESSION = {
  user_id: text,
  name: text,
  status: text,
  created_at: unread,
  last_active_at: unread,
  meta: unread,
}
export type OldSession = RowOf<typeof SESSION>

const RUN = {
  session_id: text,
  mode: text,
  agent: text,
  model: text,
  status: text,
  task_description: text,
  branch_parent_id: text,
  parent_run_id: text,
  started_at: unread,
  completed_at: unread,
  meta: unread,
}
export type OldRun = RowOf<typeof RUN>

/**
 * The old key was `id` alone, so a name such as `step_1` has a single row, whose `run_id` is the first run that used
 * it.
 */
const NODE = {
  run_id: text,
  parent_node_id: text,
  node_type: text,
  agent: text,
  status: text,
  order_index: unread,
  depth: unread,
  meta: unread,
}
export type OldNode = RowOf<typeof NODE>

/** An old edge has no run, only two node ids, each of which may exist in many runs. */
const EDGE = {
  from_node_id: text,
  to_node_id: text,
  dependency_type: text,
  condition: text,
}
export type OldEdge = RowOf<typeof EDGE>

const EVENT = {
  run_id: text,
  node_id: text,
  step_id: text,
  session_id: text,
  parent_event_id: text,
  event_type: text,
  event_subtype: text,
  agent_name: text,
  agent_role: text,
  error_message: text,
  status: text,
  timestamp: unread,
  started_at: unread,
  completed_at: unread,
  duration_ms: unread,
  execution_order: unread,
  depth: unread,
  inputs: unread,
  outputs: unread,
  meta: unread,
}
export type OldEvent = RowOf<typeof EVENT>

const FILE = {
  run_id: text,
  node_id: text,
  event_id: text,
  file_path: text,
  file_type: text,
  size_bytes: unread,
  created_at: unread,
  meta: unread,
}
export type OldFile = RowOf<typeof FILE>

const MESSAGE = {
  run_id: text,
  node_id: text,
  event_id: text,
  sender: text,
  recipient: text,
  content: text,
  timestamp: unread,
  tokens: unread,
  meta: unread,
}
export type OldMessage = RowOf<typeof MESSAGE>

/** The old tables: their names and columns, and how their rows are parsed. */
export const OLD_TABLES = {
  sessions: oldTable('sessions', SESSION),
  workflow_runs: oldTable('workflow_runs', RUN),
  dag_nodes: oldTable('dag_nodes', NODE),
  dag_edges: oldTable('dag_edges', EDGE),
  execution_events: oldTable('execution_events', EVENT),
  files: oldTable('files', FILE),
  messages: oldTable('messages', MESSAGE),
}
export type OldTable = keyof typeof OLD_TABLES

/** The table `name`, whose rows are parsed by their columns. */
function oldTable<Name extends string, Own extends Columns>(table: Name, columns: Own) {
  /** Columns are parsed lazily: copying each row would take as long as all the repairs. */
  class Row {
    readonly id: string
    readonly raw: RawRow

    constructor(id: string, raw: RawRow) {
      this.id = id
      this.raw = raw
    }
  }
  for (const [column, read] of Object.entries(columns))
    Object.defineProperty(Row.prototype, column, {
      get(this: Row) {
        return read(this.raw[column])
      },
    })

  return {
    table,
    /** Names of the columns without the key. */
    columns: Object.keys(columns),
    /** Parses a row; undefined if it has no key. */
    read: (raw: RawRow): RowOf<Own> | undefined => {
      const id = keyIn(raw)
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the class was just given each column, with the parser that defines its type
      return id === undefined ? undefined : (new Row(id, raw) as RowOf<Own>)
    },
  } as const
}

/** The key of a row as text; undefined if it is missing or unreadable. */
export const keyIn = ({ id }: RawRow): string | undefined =>
  typeof id === 'number' && !Number.isFinite(id) ? undefined : text(id)

/** A row as stored in its table. JSON columns are JSON text or plain JSON values; times are text. */
export type RawRow = Readonly<Record<string, unknown>>
