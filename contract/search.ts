import * as z from 'zod/mini'
import { EventId, FileId, MessageId, NodeId, RunId, RunScope } from './ids.ts'
import { Timestamp } from './timestamps.ts'

/** What a search in a run looks through. One request asks for one kind, so that each has its own pages and total. */
export const SEARCH_KINDS = ['node', 'event', 'file', 'message'] as const
export type SearchKind = (typeof SEARCH_KINDS)[number]

/** The part of a row in which the text was found, in the order in which they are tried. */
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

/** Characters of the title of a hit. */
export const HIT_TITLE_MAX = 300

/** Characters that a snippet holds before and behind the match at most. */
export const SNIPPET_CONTEXT = 60

/** Text around the first match; `match` is as the row has it, whatever the case of what was asked for. */
const Snippet = z.strictObject({ before: z.string(), match: z.string(), after: z.string() })
export type Snippet = Readonly<z.output<typeof Snippet>>

const hit = {
  run_id: RunId,
  /** The node that it belongs to; null for what concerns the run as a whole. */
  node_id: z.nullable(NodeId),
  /** What the row is called in its list, or the beginning of that. */
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

/** A page of hits in the order of their lists. `total` counts the matches among the rows that were searched. */
export const SearchReply = z.strictObject({
  scope: RunScope,
  items: z.readonly(z.array(SearchHit)),
  total: count,
  /** Rows of this kind that were looked through, the first ones in list order, and how many the run has. */
  searched: z.strictObject({ rows: count, of: count }),
  next_cursor: z.nullable(z.string()),
})
export type SearchReply = Readonly<z.output<typeof SearchReply>>

/** Rows of one kind that a search looks through at most: a text that nobody wrote must not occupy the database. */
export const SEARCH_ROWS_MAX = 250_000
/** Characters of a payload that are searched; what lies beyond is found by opening the event. */
export const SEARCH_TEXT_MAX = 200_000
