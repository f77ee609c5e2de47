/**
 * Columns that readers select, under their names on the wire. Timestamps are converted to text in SQL, because every
 * driver's own conversion loses microseconds or depends on the connection's time zone.
 */
export const moment = (expression: string): string =>
  `to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

export const moments = (...columns: readonly string[]): string =>
  columns.map((column) => `${moment(`"${column}"`)} as "${column}"`).join(', ')

export const SESSION_COLUMNS = `session_id, user_id, name, status, ${moments('created_at', 'last_active_at')}, meta`

export const RUN_COLUMNS = `run_id, session_id, status, mode, agent, model, task_description,
  ${moments('started_at', 'completed_at')}, parent_run_id, meta`

export const NODE_COLUMNS = `run_id, node_id, node_type, label, agent, status, order_index, parent_node_id,
  ${moments('started_at', 'completed_at')}, origin, meta`

export const EDGE_COLUMNS = 'run_id, from_node_id, to_node_id, dependency_type, condition, origin'

const EVENT_FIELDS = `run_id, event_id, node_id, parent_event_id, event_type, event_subtype, agent_name,
  ${moments('timestamp', 'started_at', 'completed_at')}, duration_ms, status, execution_order, depth`

/** The complete event. */
export const EVENT_COLUMNS = `${EVENT_FIELDS}, error_message, inputs, outputs, meta`

/** The preview of a payload. A payload that is no longer than its preview is stored only once. */
export const previewText = (column: 'inputs' | 'outputs'): string => `coalesce(${column}_preview, ${column}::text)`

const preview = (column: 'inputs' | 'outputs'): string =>
  `case when ${column}_bytes is not null
    then json_build_object('text', ${previewText(column)}, 'bytes', ${column}_bytes) end as ${column}_preview`

/**
 * `left` counts characters and the contract UTF-16 units, of which there are at least as many: the reader cuts the
 * rest.
 */
export const errorColumn = (max: number): string => `left(error_message, ${max}) as error_message`

/** The event as a list row, except that its texts are complete. Of its payloads, never more than a preview. */
export const EVENT_ROW_COLUMNS = `${EVENT_FIELDS}, error_message, headline, is_error, model, input_tokens, output_tokens,
  cost_usd, ${preview('inputs')}, ${preview('outputs')}`

export const FILE_COLUMNS = `run_id, file_id, node_id, event_id, file_path, file_type, size_bytes, sha256,
  ${moments('created_at')}, meta, content_sha256 is not null as has_content`

export const MESSAGE_COLUMNS = `run_id, message_id, node_id, event_id, sender, recipient, content,
  ${moments('timestamp')}, tokens, meta`
