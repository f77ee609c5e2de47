import { SEARCH_TEXT_MAX, SEARCH_KINDS } from '#contract/search.ts'
import { BOUNDARY_SUBTYPES, BOUNDARY_TYPES, COLUMN_PARTS, COLUMN_ROWS_MAX } from '#contract/columns.ts'
import { ColumnsQuery, PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX } from '#contract/queries.ts'
import { EVENT_TYPES, RUN_STATUSES } from '#contract/words.ts'
import type * as z from 'zod/mini'

/** What each parameter means, for readers of the OpenAPI document. A parameter without a text fails a test. */
export const PARAMETER_TEXTS: Readonly<Record<string, string>> = {
  after: 'Id of the last event received. The stream first repeats what was written after it.',
  agent: 'Only rows of the agent with exactly this name.',
  cursor: 'The next_cursor of the previous page of the same list with the same filters.',
  errors: 'true: only failed events.',
  event_id: 'Id of an event, unique within its run.',
  event_type: `Only events of these types, separated by commas: ${EVENT_TYPES.join(', ')}.`,
  file_id: 'Id of a file, unique within its run.',
  from_node_id: 'Only messages on the edge between this node and to_node_id. Both are required together.',
  has: 'Only runs that have all of these, separated by commas: rows (a node, event, file or message), errors (a failed event).',
  kind: `What to search: ${SEARCH_KINDS.join(', ')}.`,
  limit: 'Maximum number of rows per page.',
  message_id: 'Id of a message, unique within its run.',
  mode: 'Only runs with exactly this mode.',
  node_id: 'Id of a node, unique only within its run. Encode it as one path segment: a slash is %2F.',
  part: `Which events: one of ${COLUMN_PARTS.join(', ')}. boundaries: events of subtype ${BOUNDARY_SUBTYPES.join(', ')} or type ${BOUNDARY_TYPES.join(', ')}. end: all events, last first.`,
  q: `Text to search for. The case of A to Z is ignored. A search in a run covers the first ${SEARCH_TEXT_MAX} characters of each payload.`,
  run_id: 'Id of the run. The reply contains nothing of any other run.',
  session_id: 'Only runs of this session.',
  since: 'Only runs that started at or after this time (ISO 8601).',
  span_id: 'Id of a span within its trace, in hexadecimal.',
  status: `Only runs with these statuses, separated by commas: ${RUN_STATUSES.join(', ')}.`,
  to_node_id: 'Only messages on the edge between this node and from_node_id. Both are required together.',
  trace_id: 'Id of a trace, in hexadecimal.',
  until: 'Only runs that started before this time (ISO 8601).',
}

/** The schema of a parameter whose text form says less than the document should; undefined for all others. */
export function parameterSchema(query: z.ZodMiniObject, name: string): object | undefined {
  if (name === 'after') return { type: 'integer', minimum: 0 }
  if (name !== 'limit') return undefined
  const [maximum, byDefault] =
    query === ColumnsQuery ? [COLUMN_ROWS_MAX, COLUMN_ROWS_MAX] : [PAGE_LIMIT_MAX, PAGE_LIMIT_DEFAULT]
  return { type: 'integer', minimum: 1, maximum, default: byDefault }
}
