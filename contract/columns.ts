import * as z from 'zod/mini'
import { EventId, NodeId, RunId } from './ids.ts'

/**
 * Events column by column, so that the timeline and the event list of a run with 100,000 events load in a few replies
 * of a few megabytes. The values at one index across all columns form one event. Repeated words are sent once.
 */
const count = z.int().check(z.minimum(0))
const list = <Item extends z.core.$ZodType>(item: Item) => z.readonly(z.array(item))

/** The distinct words of a column, and for each row the index of its word. */
const WordColumn = z.strictObject({ words: list(z.nullable(z.string())), at: list(count) })
export type WordColumn = z.output<typeof WordColumn>

/** The scope that a row claims. Every row refers to one, so a reader can check the scope of all rows. */
const RowScope = z.strictObject({ run_id: RunId, node_id: z.nullable(NodeId) })
export type RowScope = Readonly<z.output<typeof RowScope>>

/** Maximum length of a headline in a column, in characters. */
export const COLUMN_HEADLINE_MAX = 160
/** Maximum length of an agent or model name, in characters. */
export const COLUMN_NAME_MAX = 160
/** A reply ends early, with `next_cursor` set, once the texts and ids of its rows reach this many bytes. */
export const COLUMNS_BYTES_MAX = 8 * 1024 * 1024

const EventColumnsShape = z.strictObject({
  event_id: list(EventId),
  scopes: list(RowScope),
  /** For each row, the index of its scope in `scopes`. */
  scope_at: list(count),
  /** The row index of the parent if it is in this reply, else its id. */
  parent: list(z.nullable(z.union([count, EventId]))),
  event_type: WordColumn,
  event_subtype: WordColumn,
  status: WordColumn,
  agent_name: WordColumn,
  model: WordColumn,
  /** Microseconds since 1970: `started_at`, or else `timestamp`. */
  started_us: list(z.nullable(z.int())),
  /** Microseconds since 1970: `completed_at`. */
  completed_us: list(z.nullable(z.int())),
  /** Milliseconds, as recorded. */
  duration_ms: list(z.nullable(z.number())),
  execution_order: list(z.nullable(z.int())),
  depth: list(z.nullable(z.int())),
  input_tokens: list(z.nullable(count)),
  output_tokens: list(z.nullable(count)),
  /** US dollars, as reported. */
  cost_usd: list(z.nullable(z.number())),
  headline: list(z.string()),
  /** The indexes of the rows that are errors, ascending. */
  error_rows: list(count),
})
export type EventColumns = Readonly<z.output<typeof EventColumnsShape>>

/** Whether all columns have a value for each row, and every place leads to something. */
function fitTogether(columns: EventColumns): boolean {
  const rows = columns.event_id.length
  const wordColumns = [columns.event_type, columns.event_subtype, columns.status, columns.agent_name, columns.model]
  const places = [{ at: columns.scope_at, words: columns.scopes }, ...wordColumns]
  return (
    places.every(({ at, words }) => at.length === rows && at.every((place) => place < words.length)) &&
    Object.values(columns).every(
      (column) =>
        !Array.isArray(column) || column === columns.scopes || column === columns.error_rows || column.length === rows,
    ) &&
    columns.error_rows.every((row) => row < rows) &&
    columns.parent.every((parent) => typeof parent !== 'number' || parent < rows)
  )
}

export const EventColumns = EventColumnsShape.check(z.refine(fitTogether, { error: 'the columns do not fit together' }))

/**
 * Which events a reply contains: all in execution order, errors only, only events that start or end something
 * (`BOUNDARY_SUBTYPES`, `BOUNDARY_TYPES`), or all in reverse order. A client that cannot hold a whole run reads its
 * beginning, errors, boundaries and end, and so never misses the failure.
 */
export const COLUMN_PARTS = ['all', 'errors', 'boundaries', 'end'] as const
export type ColumnPart = (typeof COLUMN_PARTS)[number]
export const BOUNDARY_SUBTYPES = ['start', 'complete', 'error'] as const
export const BOUNDARY_TYPES = ['state_transition', 'handoff', 'approval_requested', 'error'] as const

/** Maximum number of rows per reply, also the default. */
export const COLUMN_ROWS_MAX = 20_000

export function columnsOf<Scope extends z.core.$ZodType>(scope: Scope) {
  return z.strictObject({
    scope,
    columns: EventColumns,
    /** Number of events in the whole scope, whichever part was requested. */
    total: count,
    error_total: count,
    next_cursor: z.nullable(z.string()),
  })
}

/** A reply with columns as the app handles it, whatever its scope. */
export type ColumnsPage<Scope> = {
  readonly scope: Scope
  readonly columns: EventColumns
  readonly total: number
  readonly error_total: number
  readonly next_cursor: string | null
}
