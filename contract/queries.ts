import * as z from 'zod/mini'
import { RUN_CONTENTS } from './runContents.ts'
import { COLUMN_PARTS, COLUMN_ROWS_MAX } from './columns.ts'
import { NodeId, RunId, SessionId } from './ids.ts'
import { SEARCH_KINDS } from './search.ts'
import { canonicalTimestamp } from './timestamps.ts'
import { EVENT_TYPES, RUN_STATUSES } from './words.ts'

/**
 * Query strings. Strict: an unknown or repeated parameter is rejected, because silently ignoring a filter would widen
 * the reply.
 */

export const PAGE_LIMIT_DEFAULT = 100
export const PAGE_LIMIT_MAX = 500
/** Number of characters that `q` searches in a run's task, agent and model, and in the name of its session. */
export const RUN_SEARCH_MAX = 10_000
/** Maximum count of a filtered list of runs; the reply says whether there are more. */
export const RUNS_COUNTED_MAX = 1000

const limit = (most: number) =>
  z.pipe(
    z.string().check(
      z.refine((text) => /^[1-9]\d{0,5}$/.test(text) && Number(text) <= most, {
        error: `limit must be a whole number from 1 to ${most}`,
      }),
    ),
    z.transform(Number),
  )
const cursor = z.optional(z.string().check(z.minLength(1), z.maxLength(2048)))
const page = { cursor, limit: z._default(z.optional(limit(PAGE_LIMIT_MAX)), PAGE_LIMIT_DEFAULT) }

/** Free text to search for, case-insensitive for A to Z. */
const needle = (what: string) =>
  z.string().check(
    z.minLength(1, { error: `${what} must not be empty` }),
    z.maxLength(200, { error: `${what} must have at most 200 characters` }),
    z.refine((text) => text.isWellFormed() && !text.includes('\u0000'), {
      error: `${what} must be well-formed text without NUL`,
    }),
  )

/** One or more words of a closed list, comma-separated. */
function words<const List extends readonly [string, ...string[]]>(field: string, list: List) {
  const known = z.enum(list)
  return z.pipe(
    z.string().check(
      z.refine((text) => text.split(',').every((word) => known.safeParse(word).success), {
        error: `${field} must be one or more of ${list.join(', ')}, separated by commas`,
      }),
    ),
    z.transform((text): readonly List[number][] => [...new Set(text.split(',').map((word) => known.parse(word)))]),
  )
}

const moment = (field: string) =>
  z.pipe(
    z.string().check(
      z.refine((text) => canonicalTimestamp(text) !== undefined, {
        error: `${field} must be an ISO 8601 date or time, like 2026-01-20T09:15:00Z`,
      }),
    ),
    z.transform((text) => canonicalTimestamp(text) ?? text),
  )

export const NoQuery = z.strictObject({})

export const PageQuery = z.strictObject(page)
export type PageQuery = Readonly<z.output<typeof PageQuery>>

export const RunsQuery = z.strictObject({
  ...page,
  session_id: z.optional(SessionId),
  status: z.optional(words('status', RUN_STATUSES)),
  mode: z.optional(needle('mode')),
  agent: z.optional(needle('agent')),
  q: z.optional(needle('q')),
  since: z.optional(moment('since')),
  until: z.optional(moment('until')),
  /** Only runs that have all of these. */
  has: z.optional(words('has', RUN_CONTENTS)),
})
export type RunsQuery = Readonly<z.output<typeof RunsQuery>>

const eventFilters = {
  event_type: z.optional(words('event_type', EVENT_TYPES)),
  agent: z.optional(needle('agent')),
  q: z.optional(needle('q')),
  /** `true`: failed events only. */
  errors: z.optional(z.literal('true', { error: 'errors must be "true" or absent' })),
}
export const EventsQuery = z.strictObject({ ...page, ...eventFilters })
export type EventsQuery = Readonly<z.output<typeof EventsQuery>>

/** Messages of a run: all, or those between two nodes connected by an edge, which must be given together. */
export const RunMessagesQuery = z
  .strictObject({ ...page, from_node_id: z.optional(NodeId), to_node_id: z.optional(NodeId) })
  .check(
    z.refine((query) => (query.from_node_id === undefined) === (query.to_node_id === undefined), {
      error: 'from_node_id and to_node_id must be given together',
      path: ['to_node_id'],
    }),
  )
export type RunMessagesQuery = Readonly<z.output<typeof RunMessagesQuery>>

export const ColumnsQuery = z.strictObject({
  cursor,
  limit: z._default(z.optional(limit(COLUMN_ROWS_MAX)), COLUMN_ROWS_MAX),
  part: z._default(
    z.optional(z.enum(COLUMN_PARTS, { error: `part must be one of ${COLUMN_PARTS.join(', ')}` })),
    'all',
  ),
})
export type ColumnsQuery = Readonly<z.output<typeof ColumnsQuery>>

export const SearchQuery = z.strictObject({
  ...page,
  q: needle('q'),
  kind: z.enum(SEARCH_KINDS, { error: `kind must be one of ${SEARCH_KINDS.join(', ')}` }),
})
export type SearchQuery = Readonly<z.output<typeof SearchQuery>>

/** The last revision that the client knows. The header Last-Event-ID has the same meaning and takes precedence. */
export const StreamQuery = z.strictObject({
  after: z.optional(
    z.pipe(
      z.string().check(z.refine((text) => /^\d{1,15}$/.test(text), { error: 'after must be a whole number from 0' })),
      z.transform(Number),
    ),
  ),
})

/** An event id is unique only within its run. The run is required if several runs have the id. */
export const EventTreeQuery = z.strictObject({ run_id: z.optional(RunId) })

/** The compatibility endpoints take the run as a query parameter and build a NodeRef from it. */
export const CompatNodeQuery = z.strictObject({ run_id: RunId })
export const CompatPageQuery = z.strictObject({ ...page, run_id: RunId })
export const CompatEventsQuery = z.strictObject({ ...page, ...eventFilters, run_id: RunId })
