import * as z from 'zod/mini'
import { RunId } from '#contract/ids.ts'
import { RUNS_COUNTED_MAX } from '#contract/queries.ts'
import type { RunContent } from '#contract/runContents.ts'
import { TALLY_CHARACTERS_MAX } from '#contract/summaries.ts'
import type { RunFilter } from '#server/store/ports/runs.ts'
import { keptCount } from './figures.ts'
import type { Sql } from '../sql.ts'
import type { SqlParams } from '../SqlParams.ts'

/** The source and conditions of a list of runs `r`. */
export type RunSource = {
  readonly from: string
  readonly where: readonly string[]
  /** More runs match than are counted, which is known without counting. */
  readonly isMany: boolean
}

/**
 * Looks up the matches of `q` first, in an index of pieces of up to three characters. If they are few, the list is
 * built from them. If they are many, the list is scanned in its order, where enough runs match. Planners estimate text
 * matches badly, and a wrong plan costs seconds.
 */
export async function runSource(sql: Sql, filter: RunFilter, params: SqlParams): Promise<RunSource> {
  const { session_id, status, mode, agent, q, since, until, has = [] } = filter
  const where: string[] = []
  if (session_id !== undefined) where.push(`r.session_id = ${params.bind(session_id)}::text`)
  if (status !== undefined) where.push(`r.status = any(${params.bind(status)}::text[])`)
  if (mode !== undefined) where.push(is('mode', mode, params))
  if (agent !== undefined) where.push(is('agent', agent, params))
  if (since !== undefined) where.push(`r.started_key >= ${params.bind(since)}::timestamptz`)
  if (until !== undefined) where.push(`r.started_key < ${params.bind(until)}::timestamptz`)
  if (since !== undefined || until !== undefined) where.push('r.started_at is not null')
  where.push(...has.map((content) => HAS[content]))
  if (q === undefined) return { from: ALL_RUNS, where, isMany: false }
  const text = asciiLower(q)
  const found = (await isCommon(sql, text)) ? COMMON : await findRuns(sql, text)
  // `offset 0` keeps the planner from scanning all runs for these few.
  if (!found.are_many)
    return {
      from: `(select * from workflow_runs where run_id = any(${params.bind(found.run_ids)}::uuid[]) offset 0) r`,
      where,
      isMany: false,
    }
  return { from: ALL_RUNS, where: [...where, contained(text, found, params)], isMany: where.length === 0 }
}

/** A scalar subquery, because a planner turns `exists` into a join that reads all rows of all runs. */
const hasRow = (table: string, condition = 'true'): string =>
  `coalesce((select true from ${table} t where t.run_id = r.run_id and ${condition} limit 1), false)`

const HAS: Readonly<Record<RunContent, string>> = {
  rows: `(${['dag_nodes', 'execution_events', 'files', 'messages'].map((table) => hasRow(table)).join(' or ')})`,
  errors: hasRow('execution_events', 't.is_error'),
}

export const ALL_RUNS = 'workflow_runs r'

/**
 * A filter value is at most as long as the indexed words. Only a value of that length may be a prefix of a longer one,
 * which needs the second condition.
 */
function is(column: 'mode' | 'agent', value: string, params: SqlParams): string {
  const bound = params.bind(value)
  const isWord = `r.${column}_word = ${bound}::text`
  return Array.from(value).length < TALLY_CHARACTERS_MAX ? isWord : `${isWord} and r.${column} = ${bound}::text`
}

// `toLowerCase` would also change letters beyond ASCII, which `lower` leaves alone in `collate "C"`.
const asciiLower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

const contains = (alias: string, q: string): string => `strpos(${alias}.search_text, ${q}::text) > 0`

/** The condition used when many runs match. */
function contained(q: string, { of_text, session_count, session_ids }: Found, params: SqlParams): string {
  const range = runIdRange(q)
  const bySession =
    session_count > SESSIONS_NAMED_MAX
      ? `exists (select from sessions s where s.session_id = r.session_id and ${contains('s', params.bind(q))})`
      : session_count > 0 && `r.session_id = any(${params.bind(session_ids)}::text[])`
  const byId = range && `r.run_id between ${params.bind(range[0])}::uuid and ${params.bind(range[1])}::uuid`
  return `(${[of_text > 0 && contains('r', params.bind(q)), bySession, byId].filter(Boolean).join(' or ')})`
}

/** Ids are the text of an array, which is passed back unchanged. */
const Found = z.object({
  are_many: z.boolean(),
  run_ids: z.string(),
  of_text: z.int(),
  session_count: z.int(),
  session_ids: z.string(),
})
type Found = z.output<typeof Found>

/** Nothing is known about sessions: each run is checked. */
const COMMON: Found = { are_many: true, run_ids: '', of_text: 1, session_count: Infinity, session_ids: '' }

/** Checking this many runs, the first of the list, takes milliseconds. */
const LOOKED_AT = 5000

/**
 * Whether the first runs of the list already contain as many matches as are counted. If so, there is no need to query
 * the index, which would have to collect all matches.
 */
async function isCommon(sql: Sql, q: string): Promise<boolean> {
  const [found] = await sql.query(
    `select count(*) > ${RUNS_COUNTED_MAX} as is_common from (
      select from (select search_text from workflow_runs order by started_key desc, run_id desc limit ${LOOKED_AT}) r
      where ${contains('r', '$1')} limit ${RUNS_COUNTED_MAX + 1}
    ) found`,
    [q],
    z.object({ is_common: z.boolean() }),
  )
  return found?.is_common === true
}

/** Maximum number of sessions named in a condition. */
const SESSIONS_NAMED_MAX = 10_000

/**
 * More matches than this are "many". With `m` matches among `n` runs, finding enough by scanning the list takes
 * `RUNS_COUNTED_MAX * n / m` rows, and fetching and sorting them all takes a few times `m`: the two are about equal
 * here.
 */
const FEW_MAX = `(select greatest(${RUNS_COUNTED_MAX}, sqrt(100 * ${keptCount('runs')}))::bigint)`

const IN_TEXT = `text_pieces(t.search_text) @> $2::text[] and ${contains('t', '$1')}`

/** Reads the runs session by session (`offset 0` makes the planner do that) until there are too many. */
const FIND = `
  with most as materialized (select ${FEW_MAX} as runs),
  of_text as materialized (
    select run_id from workflow_runs t where ${IN_TEXT} limit 1 + (select runs from most)
  ), named as materialized (
    select session_id from sessions t where ${IN_TEXT} limit ${SESSIONS_NAMED_MAX + 1}
  ), of_session as materialized (
    select run_id
    from named, lateral (select run_id from workflow_runs r where r.session_id = named.session_id offset 0) own
    limit 1 + (select runs from most)
  ), by_id as materialized (
    select run_id from workflow_runs where run_id between $3::uuid and $4::uuid limit 1 + (select runs from most)
  ), every as (
    select run_id from of_text union all select run_id from of_session union all select run_id from by_id
  )
  select count(*) > (select runs from most) as are_many, coalesce(array_agg(run_id), '{}')::text as run_ids,
    (select count(*) from of_text) as of_text, (select count(*) from named) as session_count,
    (select coalesce(array_agg(session_id), '{}')::text from named) as session_ids
  from every`

/**
 * If the planner assumes that the text is common, it prefers to scan the table and compute the pieces of each row. The
 * index of pieces is only used by bitmap scans, so those are all that is allowed. Starting a parallel worker would take
 * longer than the whole query.
 */
const BY_BITMAPS = `set local enable_seqscan = off; set local enable_indexscan = off; set local enable_indexonlyscan = off;
  set local max_parallel_workers_per_gather = 0; set local jit = off`

/** The runs that contain the text, unless there are many. */
async function findRuns(sql: Sql, q: string): Promise<Found> {
  const [first, last] = runIdRange(q) ?? [null, null]
  const [found] = await sql.transaction(async (tx) => {
    await tx.exec(BY_BITMAPS)
    return await tx.query(FIND, [q, piecesOf(q), first, last], Found)
  })
  if (!found) throw new Error('an aggregate without groups answers with one row')
  return found
}

/**
 * The pieces (`text_pieces` of migration 0023) by which a text is found: its three-character pieces, or the whole of a
 * shorter text.
 */
function piecesOf(text: string): readonly string[] {
  const letters = Array.from(text)
  if (letters.length < 3) return [text]
  return [...new Set(letters.slice(2).map((_, at) => letters.slice(at, at + 3).join('')))]
}

const LEAST = '00000000-0000-0000-0000-000000000000'
const GREATEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** The first and last run id that begin with the text; undefined if none can. */
function runIdRange(q: string): readonly [string, string] | undefined {
  const range = [q + LEAST.slice(q.length), q + GREATEST.slice(q.length)] as const
  return range.every((id) => RunId.safeParse(id).success) ? range : undefined
}
