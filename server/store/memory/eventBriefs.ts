import {
  BOUNDARY_SUBTYPES,
  BOUNDARY_TYPES,
  COLUMN_HEADLINE_MAX,
  COLUMN_NAME_MAX,
  COLUMNS_BYTES_MAX,
  type ColumnPart,
} from '#contract/columns.ts'
import type { EventRow } from '#contract/entities.ts'
import { type Timestamp, microsecondsOf } from '#contract/timestamps.ts'
import type { BriefSlice, EventBrief } from '../ports/events.ts'
import type { PageRequest } from '../ports/page.ts'
import { cutRow } from '../read/cutRow.ts'
import { eventStart } from '../prepare/eventTimes.ts'
import { clip } from '../prepare/payload.ts'
import { eventKey } from '../order.ts'
import { fitting, pageOfRows } from './pageOfRows.ts'

/** A page of briefs from one part of a scope's events; `rows` are all events of the scope. */
export function pageOfBriefs(rows: readonly EventRow[], part: ColumnPart, page: PageRequest): BriefSlice {
  const ofPart = rows.filter((row) => belongs(row, part))
  const direction = part === 'end' ? 'descending' : 'ascending'
  const slice = pageOfRows(ofPart, eventKey, direction, { ...page, bytes: Infinity })
  const briefs = slice.rows.map(brief)
  const fits = fitting(briefs, page.bytes ?? COLUMNS_BYTES_MAX)
  const last = slice.rows[fits - 1]
  return {
    rows: briefs.slice(0, fits),
    next: fits < briefs.length && last ? eventKey(last) : slice.next,
    total: rows.length,
    error_total: rows.filter((row) => row.is_error).length,
  }
}

function belongs(row: EventRow, part: ColumnPart): boolean {
  switch (part) {
    case 'all':
    case 'end':
      return true
    case 'errors':
      return row.is_error
    case 'boundaries':
      return (
        BOUNDARY_SUBTYPES.some((subtype) => subtype === row.event_subtype) ||
        BOUNDARY_TYPES.some((type) => type === row.event_type)
      )
  }
}

const NAMES = { agent_name: { characters: COLUMN_NAME_MAX }, model: { characters: COLUMN_NAME_MAX } }

const brief = (whole: EventRow): EventBrief => briefOf(cutRow(whole, NAMES))

const briefOf = (row: EventRow): EventBrief => ({
  run_id: row.run_id,
  node_id: row.node_id,
  event_id: row.event_id,
  parent_event_id: row.parent_event_id,
  event_type: row.event_type,
  event_subtype: row.event_subtype,
  status: row.status,
  agent_name: row.agent_name,
  model: row.model,
  duration_ms: row.duration_ms,
  execution_order: row.execution_order,
  depth: row.depth,
  is_error: row.is_error,
  input_tokens: row.input_tokens,
  output_tokens: row.output_tokens,
  cost_usd: row.cost_usd,
  headline: clip(row.headline, COLUMN_HEADLINE_MAX),
  started_us: microseconds(eventStart(row)),
  completed_us: microseconds(row.completed_at),
})

/** Null beyond 2^53, where a number would change its value. */
function microseconds(time: Timestamp | null): number | null {
  const us = time === null ? null : microsecondsOf(time)
  return Number.isSafeInteger(us) ? us : null
}
