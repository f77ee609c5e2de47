import type { DAGEdge, DAGNode, ExecutionEvent, Message, RunFile, Session, WorkflowRun } from '#contract/entities.ts'
import type { DerivedEvent } from '#server/store/prepare/deriveEvent.ts'
import type { BundleWriter, UnplacedRow } from '#server/store/ports/writer.ts'

/** The columns to write: the key and all others, with their types. Excludes generated columns. */
export type Table = {
  readonly name: string
  readonly key: Readonly<Record<string, ColumnType>>
  readonly columns: Readonly<Record<string, ColumnType>>
}
/** `head of json`: the beginning of a JSON text without line breaks. */
export type ColumnType =
  'uuid' | 'text' | 'bigint' | 'double precision' | 'boolean' | 'timestamptz' | 'json' | 'head of json'

/**
 * A table with exactly the fields of its rows: a field of an entity without a column does not compile. What the database
 * selects of an entity (`columns.ts`) and what writers store follow from here.
 */
type TableOf<Row, Key extends keyof Row> = Table & {
  readonly key: Readonly<Record<Key, ColumnType>>
  readonly columns: Readonly<Record<Exclude<keyof Row, Key>, ColumnType>>
}

/** A payload's preview is stored as two columns. */
type DerivedColumns = Omit<DerivedEvent, 'inputs_preview' | 'outputs_preview'> &
  Readonly<Record<`${'inputs' | 'outputs'}_${'preview' | 'bytes'}`, unknown>>

/** Names a row of `file_contents`. */
type ContentColumn = { readonly content_sha256: string | null }

export const SESSIONS: TableOf<Session, 'session_id'> = {
  name: 'sessions',
  key: { session_id: 'text' },
  columns: {
    user_id: 'text',
    name: 'text',
    status: 'text',
    created_at: 'timestamptz',
    last_active_at: 'timestamptz',
    meta: 'json',
  },
}

export const WORKFLOW_RUNS: TableOf<WorkflowRun, 'run_id'> = {
  name: 'workflow_runs',
  key: { run_id: 'uuid' },
  columns: {
    session_id: 'text',
    status: 'text',
    mode: 'text',
    agent: 'text',
    model: 'text',
    task_description: 'text',
    started_at: 'timestamptz',
    completed_at: 'timestamptz',
    parent_run_id: 'uuid',
    meta: 'json',
  },
}

export const DAG_NODES: TableOf<DAGNode, 'run_id' | 'node_id'> = {
  name: 'dag_nodes',
  key: { run_id: 'uuid', node_id: 'text' },
  columns: {
    node_type: 'text',
    label: 'text',
    agent: 'text',
    status: 'text',
    order_index: 'bigint',
    parent_node_id: 'text',
    started_at: 'timestamptz',
    completed_at: 'timestamptz',
    origin: 'text',
    meta: 'json',
  },
}

export const DAG_EDGES: TableOf<DAGEdge, 'run_id' | 'from_node_id' | 'to_node_id'> = {
  name: 'dag_edges',
  key: { run_id: 'uuid', from_node_id: 'text', to_node_id: 'text' },
  columns: { dependency_type: 'text', condition: 'text', origin: 'text' },
}

export const EXECUTION_EVENTS: TableOf<ExecutionEvent & DerivedColumns, 'run_id' | 'event_id'> = {
  name: 'execution_events',
  key: { run_id: 'uuid', event_id: 'text' },
  columns: {
    node_id: 'text',
    parent_event_id: 'text',
    event_type: 'text',
    event_subtype: 'text',
    agent_name: 'text',
    timestamp: 'timestamptz',
    started_at: 'timestamptz',
    completed_at: 'timestamptz',
    duration_ms: 'double precision',
    error_message: 'text',
    status: 'text',
    execution_order: 'bigint',
    depth: 'bigint',
    inputs: 'json',
    outputs: 'json',
    meta: 'json',
    headline: 'text',
    is_error: 'boolean',
    model: 'text',
    input_tokens: 'bigint',
    output_tokens: 'bigint',
    cost_usd: 'double precision',
    inputs_preview: 'head of json',
    inputs_bytes: 'bigint',
    outputs_preview: 'head of json',
    outputs_bytes: 'bigint',
  },
}

export const FILES: TableOf<Omit<RunFile, 'has_content'> & ContentColumn, 'run_id' | 'file_id'> = {
  name: 'files',
  key: { run_id: 'uuid', file_id: 'text' },
  columns: {
    node_id: 'text',
    event_id: 'text',
    file_path: 'text',
    file_type: 'text',
    size_bytes: 'bigint',
    sha256: 'text',
    created_at: 'timestamptz',
    meta: 'json',
    content_sha256: 'text',
  },
}

export const MESSAGES: TableOf<Message, 'run_id' | 'message_id'> = {
  name: 'messages',
  key: { run_id: 'uuid', message_id: 'text' },
  columns: {
    node_id: 'text',
    event_id: 'text',
    sender: 'text',
    recipient: 'text',
    content: 'text',
    timestamp: 'timestamptz',
    tokens: 'bigint',
    meta: 'json',
  },
}

type KeptUnplacedRow = UnplacedRow & { readonly row_digest: string; readonly writer: BundleWriter }
export const UNPLACED_ROWS: TableOf<KeptUnplacedRow, 'row_digest'> = {
  name: 'unplaced_rows',
  key: { row_digest: 'text' },
  columns: {
    old_table: 'text',
    old_key: 'text',
    run_id: 'text',
    kind: 'text',
    reason: 'text',
    row: 'json',
    writer: 'text',
  },
}

/** All columns to write, in order. */
export const columnsOf = ({ key, columns }: Table): ReadonlyMap<string, ColumnType> =>
  new Map(Object.entries({ ...key, ...columns }))

/** The column that identifies a row within its run; the last one if there are several. */
export const idColumn = ({ key }: Table): string => Object.keys(key).at(-1) ?? ''
