import { EventRow, ExecutionEvent } from '#contract/entities.ts'
import {
  columnsOf,
  DAG_EDGES,
  DAG_NODES,
  EXECUTION_EVENTS,
  FILES,
  MESSAGES,
  SESSIONS,
  type Table,
  WORKFLOW_RUNS,
} from './tables.ts'

/**
 * Columns that readers select, under their names on the wire. Timestamps are converted to text in SQL, because every
 * driver's own conversion loses microseconds or depends on the connection's time zone.
 */
export const moment = (expression: string): string =>
  `to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

export const moments = (...columns: readonly string[]): string =>
  columns.map((column) => `${moment(`"${column}"`)} as "${column}"`).join(', ')

/** The columns of these names, or all, of a table, as its rows are on the wire. */
const selected = (table: Table, isSelected: (column: string) => boolean = () => true): string =>
  [...columnsOf(table)]
    .filter(([column]) => isSelected(column))
    .map(([column, type]) => (type === 'timestamptz' ? moments(column) : `"${column}"`))
    .join(', ')

export const SESSION_COLUMNS = selected(SESSIONS)
export const RUN_COLUMNS = selected(WORKFLOW_RUNS)
export const NODE_COLUMNS = selected(DAG_NODES)
export const EDGE_COLUMNS = selected(DAG_EDGES)
export const MESSAGE_COLUMNS = selected(MESSAGES)
export const FILE_COLUMNS = `${selected(FILES, (column) => column !== 'content_sha256')},
  content_sha256 is not null as has_content`

/** The complete event. */
export const EVENT_COLUMNS = selected(EXECUTION_EVENTS, (column) => column in ExecutionEvent.shape)

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
export const EVENT_ROW_COLUMNS = `${selected(EXECUTION_EVENTS, (column) => column in EventRow.shape && !column.endsWith('_preview'))},
  ${preview('inputs')}, ${preview('outputs')}`
