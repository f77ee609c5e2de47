import * as z from 'zod/mini'
import type { RawRow } from './OldSource.ts'

/**
 * Rows of the old database, as leniently as they come: only the key must be there. Any other column may be missing,
 * null or of another type than its table once promised (SQLite enforces none), and columns beyond these may be present.
 * Times, numbers and JSON stay unread here; `RowMender` reads them, since what it cannot read it has to report.
 */

/** Text, or a number that stands for one (SQLite keeps what it is given); empty text is no text. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

const text = z.pipe(z.optional(z.unknown()), z.transform(textOf))
const unread = z.optional(z.unknown())
const key = z.pipe(
  z.union([z.string().check(z.minLength(1)), z.number(), z.bigint()], { error: 'the key is missing' }),
  z.transform(String),
)

/** What a row was read from. It goes where the row has no place. */
export type FromRow = { readonly raw: RawRow }

export const OldSession = z.object({
  id: key,
  user_id: text,
  name: text,
  status: text,
  created_at: unread,
  last_active_at: unread,
  meta: unread,
})
export type OldSession = Readonly<z.output<typeof OldSession>> & FromRow

export const OldRun = z.object({
  id: key,
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
})
export type OldRun = Readonly<z.output<typeof OldRun>> & FromRow

/** The old key was `id` alone, so a name such as `step_1` has one row, whose `run_id` is the first run that used it. */
export const OldNode = z.object({
  id: key,
  run_id: text,
  parent_node_id: text,
  node_type: text,
  agent: text,
  status: text,
  order_index: unread,
  depth: unread,
  meta: unread,
})
export type OldNode = Readonly<z.output<typeof OldNode>> & FromRow

/** An old edge knows no run, only two node ids that may each exist in many. */
export const OldEdge = z.object({
  id: key,
  from_node_id: text,
  to_node_id: text,
  dependency_type: text,
  condition: text,
})
export type OldEdge = Readonly<z.output<typeof OldEdge>> & FromRow

export const OldEvent = z.object({
  id: key,
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
})
export type OldEvent = Readonly<z.output<typeof OldEvent>> & FromRow

export const OldFile = z.object({
  id: key,
  run_id: text,
  node_id: text,
  event_id: text,
  file_path: text,
  file_type: text,
  size_bytes: unread,
  created_at: unread,
  meta: unread,
})
export type OldFile = Readonly<z.output<typeof OldFile>> & FromRow

export const OldMessage = z.object({
  id: key,
  run_id: text,
  node_id: text,
  event_id: text,
  sender: text,
  recipient: text,
  content: text,
  timestamp: unread,
  tokens: unread,
  meta: unread,
})
export type OldMessage = Readonly<z.output<typeof OldMessage>> & FromRow

/** The old tables: their names, and what to read their rows by. */
export const OLD_TABLES = {
  sessions: { table: 'sessions', schema: OldSession },
  workflow_runs: { table: 'workflow_runs', schema: OldRun },
  dag_nodes: { table: 'dag_nodes', schema: OldNode },
  dag_edges: { table: 'dag_edges', schema: OldEdge },
  execution_events: { table: 'execution_events', schema: OldEvent },
  files: { table: 'files', schema: OldFile },
  messages: { table: 'messages', schema: OldMessage },
} as const
export type OldTable = keyof typeof OLD_TABLES
