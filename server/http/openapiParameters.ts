import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX } from '#contract/queries.ts'
import { EVENT_TYPES, RUN_STATUSES } from '#contract/words.ts'

/** What each parameter means, for readers of the OpenAPI document. A parameter without a text fails a test. */
export const PARAMETER_TEXTS: Readonly<Record<string, string>> = {
  agent: 'Only rows of the agent of exactly this name.',
  cursor: 'The next_cursor of the former page of this very list with these very filters.',
  errors: 'true: only events that failed.',
  event_id: 'Identity of an event.',
  event_type: `Only events of these types, separated by commas: ${EVENT_TYPES.join(', ')}.`,
  file_id: 'Identity of a file within its run.',
  limit: `Rows of a page at most, 1 to ${PAGE_LIMIT_MAX}.`,
  mode: 'Only runs of exactly this mode.',
  node_id: 'Name of a node, unique within its run only. Encoded as one segment: a slash is %2F.',
  q: 'Text to look for, without regard to case.',
  run_id: 'The run. Nothing of another run is in the reply.',
  session_id: 'Only runs of this session.',
  since: 'Only runs that started at or after this moment, ISO 8601.',
  status: `Only runs in these states, separated by commas: ${RUN_STATUSES.join(', ')}.`,
  until: 'Only runs that started before this moment, ISO 8601.',
}

/** Parameters whose text form says less than the document should. */
export const PARAMETER_SCHEMAS: Readonly<Record<string, object>> = {
  limit: { type: 'integer', minimum: 1, maximum: PAGE_LIMIT_MAX, default: PAGE_LIMIT_DEFAULT },
}
