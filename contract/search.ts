import * as z from 'zod/mini'
import { EventId, FileId, MessageId, NodeId, RunId, RunScope } from './ids.ts'
import { Timestamp } from './timestamps.ts'

/**
 * The kinds of rows that a run search covers. A request searches one kind, so each kind has its own pages and total.
 */
export const SEARCH_KINDS = ['node', 'event', 'file', 'message'] as const
export type SearchKind = (typeof SEARCH_KINDS)[number]

/** The field of a row that contains the match. Fields are searched in this order. */
export const SEARCH_FIELDS = [
  'label',
  'node_id',
  'node_type',
  'headline',
  'error_message',
  'agent',
  'inputs',
  'outputs',
  'file_path',
  'file_type',
  'content',
  'sender',
  'recipient',
  'meta',
  'event_id',
  'event_type',
] as const
export type SearchField = (typeof SEARCH_FIELDS)[number]

/** Maximum length of a hit's title, in characters. */
export const HIT_TITLE_MAX = 300

/** Maximum length of a snippet before and after the match, in characters. */
export const SNIPPET_CONTEXT = 60

/** Text around the first match. `match` keeps the case of the row, not of the query. */
const Snippet = z.strictObject({ before: z.string(), match: z.string(), after: z.string() })
export type Snippet = Readonly<z.output<typeof Snippet>>

const hit = {
  run_id: RunId,
  /** The node that the hit belongs to; null if it belongs to the run as a whole. */
  node_id: z.nullable(NodeId),
  /** The row's title in its list, possibly truncated. */
  title: z.string(),
  at: z.nullable(Timestamp),
  field: z.enum(SEARCH_FIELDS),
  snippet: Snippet,
} as const

export const SearchHit = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('node'), ...hit, node_id: NodeId }),
  z.strictObject({ kind: z.literal('event'), ...hit, event_id: EventId, is_error: z.boolean() }),
  z.strictObject({ kind: z.literal('file'), ...hit, file_id: FileId }),
  z.strictObject({ kind: z.literal('message'), ...hit, message_id: MessageId }),
])
export type SearchHit = Readonly<z.output<typeof SearchHit>>

const count = z.int().check(z.minimum(0))

/** A page of hits in list order. `total` counts the matches among the searched rows. */
export const SearchReply = z.strictObject({
  scope: RunScope,
  items: z.readonly(z.array(SearchHit)),
  total: count,
  /** Number of rows of this kind that were searched, from the start of the list, and how many the run has. */
  searched: z.strictObject({ rows: count, of: count }),
  next_cursor: z.nullable(z.string()),
})
export type SearchReply = Readonly<z.output<typeof SearchReply>>

/**
 * Maximum number of rows of one kind that a search scans, so that a query without matches does not occupy the
 * database.
 */
export const SEARCH_ROWS_MAX = 250_000
/** Number of characters of a payload that are searched. Text beyond it can be found by opening the event. */
export const SEARCH_TEXT_MAX = 200_000
