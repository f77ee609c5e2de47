import type { RawRow } from './OldSource.ts'

/**
 * Rows of the old database, as leniently as they come: only the key must be there. Any other column may be missing,
 * null or of another type than its table once promised (SQLite enforces none), and columns beyond these may be present.
 * Times, numbers and JSON stay unread here; `RowMender` reads them, since what it cannot read it has to report.
 *
 * Read by functions of our own: a schema of twenty fields takes longer for a row than all that is mended in it.
 */

/** Text, or a number that stands for one (SQLite keeps what it is given); empty text is no text. */
function text(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

const unread = (value: unknown): unknown => value

/** The columns of a table beside its key, each with how it is read. */
export type Columns = Readonly<Record<string, (value: unknown) => unknown>>

/** What a row was read from. It goes where the row has no place. */
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

/** The old key was `id` alone, so a name such as `step_1` has one row, whose `run_id` is the first run that used it. */
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

/** An old edge knows no run, only two node ids that may each exist in many. */
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

/** The old tables: their names, and what to read their rows by. */
export const OLD_TABLES = {
  sessions: { table: 'sessions', columns: SESSION },
  workflow_runs: { table: 'workflow_runs', columns: RUN },
  dag_nodes: { table: 'dag_nodes', columns: NODE },
  dag_edges: { table: 'dag_edges', columns: EDGE },
  execution_events: { table: 'execution_events', columns: EVENT },
  files: { table: 'files', columns: FILE },
  messages: { table: 'messages', columns: MESSAGE },
} as const
export type OldTable = keyof typeof OLD_TABLES

/** A row by the columns of its table; undefined where it has no key. */
export function readOldRow<Own extends Columns>(columns: Own, raw: RawRow): RowOf<Own> | undefined {
  const id = keyIn(raw)
  if (id === undefined) return undefined
  const row: Record<string, unknown> = { id, raw }
  for (const column in columns) row[column] = columns[column]?.(raw[column])
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each column was just read by the function that its type is of
  return row as RowOf<Own>
}

/** The key of a row, as text; undefined where there is none that can be read. */
export const keyIn = ({ id }: RawRow): string | undefined =>
  typeof id === 'number' && !Number.isFinite(id) ? undefined : text(id)
