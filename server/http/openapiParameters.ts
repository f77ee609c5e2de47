import { SEARCH_TEXT_MAX, SEARCH_KINDS } from '#contract/search.ts'
import { BOUNDARY_SUBTYPES, BOUNDARY_TYPES, COLUMN_PARTS, COLUMN_ROWS_MAX } from '#contract/columns.ts'
import { ColumnsQuery, PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX } from '#contract/queries.ts'
import { EVENT_TYPES, RUN_STATUSES } from '#contract/words.ts'
import type * as z from 'zod/mini'

/** What each parameter means, for readers of the OpenAPI document. A parameter without a text fails a test. */
export const PARAMETER_TEXTS: Readonly<Record<string, string>> = {
  after: 'The id of the last event that is known; what was written since comes first.',
  agent: 'Only rows of the agent of exactly this name.',
  cursor: 'The next_cursor of the former page of this very list with these very filters.',
  errors: 'true: only events that failed.',
  event_id: 'Identity of an event.',
  event_type: `Only events of these types, separated by commas: ${EVENT_TYPES.join(', ')}.`,
  file_id: 'Identity of a file within its run.',
  from_node_id: 'Only messages between this node and to_node_id, in either direction. Given together with it.',
  kind: `What to look through: ${SEARCH_KINDS.join(', ')}.`,
  limit: 'Rows of a page at most.',
  message_id: 'Identity of a message within its run.',
  mode: 'Only runs of exactly this mode.',
  node_id: 'Name of a node, unique within its run only. Encoded as one segment: a slash is %2F.',
  part: `Which events, one of ${COLUMN_PARTS.join(', ')}. boundaries: those of subtype ${BOUNDARY_SUBTYPES.join(', ')} or type ${BOUNDARY_TYPES.join(', ')}. end: all from the last backwards.`,
  q: `Text to look for; the case of A to Z does not matter. A search in a run looks through the first ${SEARCH_TEXT_MAX} characters of each payload.`,
  run_id: 'The run. Nothing of another run is in the reply.',
  session_id: 'Only runs of this session.',
  since: 'Only runs that started at or after this moment, ISO 8601.',
  span_id: 'Identity of a span within its trace, in hexadecimal.',
  status: `Only runs in these states, separated by commas: ${RUN_STATUSES.join(', ')}.`,
  to_node_id: 'Only messages between this node and from_node_id, in either direction. Given together with it.',
  trace_id: 'Identity of a trace, in hexadecimal.',
  until: 'Only runs that started before this moment, ISO 8601.',
}

/** The schema of a parameter whose text form says less than the document should; undefined for all others. */
export function parameterSchema(query: z.ZodMiniObject, name: string): object | undefined {
  if (name === 'after') return { type: 'integer', minimum: 0 }
  if (name !== 'limit') return undefined
  const [maximum, byDefault] =
    query === ColumnsQuery ? [COLUMN_ROWS_MAX, COLUMN_ROWS_MAX] : [PAGE_LIMIT_MAX, PAGE_LIMIT_DEFAULT]
  return { type: 'integer', minimum: 1, maximum, default: byDefault }
}
