import * as z from 'zod/mini'
import { RunId } from '#contract/ids.ts'
import type { RunFilter } from '#server/ports.ts'
import type { Sql } from './sql.ts'
import type { SqlParams } from './SqlParams.ts'

/**
 * The conditions of a list of runs `r`. What `q` finds is looked up first, by the index of pieces of up to three characters: where
 * that is few runs, the list is made of these; where it is many, the list goes through the runs in its order, of which then
 * enough match. Planners guess badly how many rows contain a text, and are wrong by seconds.
 */
export async function runConditions(sql: Sql, filter: RunFilter, params: SqlParams): Promise<readonly string[]> {
  const { session_id, status, mode, agent, q, since, until } = filter
  const where: string[] = []
  if (session_id !== undefined) where.push(`r.session_id = ${params.bind(session_id)}::text`)
  if (status !== undefined) where.push(`r.status = any(${params.bind(status)}::text[])`)
  // A filter is no longer than what the words hold, and the index has them.
  if (mode !== undefined) where.push(word('mode', params.bind(mode)))
  if (agent !== undefined) where.push(word('agent', params.bind(agent)))
  if (since !== undefined) where.push(`r.started_key >= ${params.bind(since)}::timestamptz`)
  if (until !== undefined) where.push(`r.started_key < ${params.bind(until)}::timestamptz`)
  if (since !== undefined || until !== undefined) where.push('r.started_at is not null')
  if (q !== undefined) where.push(await foundBy(sql, asciiLower(q), params))
  return where
}

const word = (column: 'mode' | 'agent', value: string): string =>
  `r.${column}_word = ${value}::text and r.${column} = ${value}::text`

// `toLowerCase` would also change letters beyond ASCII, which `lower` leaves alone in `collate "C"`.
const asciiLower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

/**
 * More rows than this are many: then one of fifty matches where there are half a million runs, and a page of them is soon
 * found by going through the list.
 */
const FEW_MAX = 10_000

async function foundBy(sql: Sql, q: string, params: SqlParams): Promise<string> {
  const idRange = runIdRange(q)
  const byId = idRange && `r.run_id between ${params.bind(idRange[0])}::uuid and ${params.bind(idRange[1])}::uuid`
  const [runs, sessions] = await Promise.all([lookUp(sql, RUNS, q), lookUp(sql, SESSIONS, q)])
  const byText = isMany(runs) ? contains('r', params.bind(q)) : `r.run_id = any(${params.bind(runs.ids)}::text::uuid[])`
  const bySession = isMany(sessions)
    ? `exists (select from sessions s where s.session_id = r.session_id and ${contains('s', params.bind(q))})`
    : sessions.count > 0 && `r.session_id = any(${params.bind(sessions.ids)}::text::text[])`
  return `(${[byText, bySession, byId].filter(Boolean).join(' or ')})`
}

const RUNS = { table: 'workflow_runs', id: 'run_id' } as const
const SESSIONS = { table: 'sessions', id: 'session_id' } as const

const contains = (alias: string, q: string): string => `strpos(${alias}.search_text, ${q}::text) > 0`

/** The ids as the text of an array, which goes back as it came. */
const Found = z.object({ count: z.int(), ids: z.string() })

const isMany = ({ count }: z.output<typeof Found>): boolean => count > FEW_MAX

/**
 * The rows that contain the text, as far as they are few. Where a planner takes the text for a common one it would rather go
 * through the table, and make pieces of each row on the way: an index of pieces is read as a bitmap only, so that is all that
 * it may choose.
 */
async function lookUp(sql: Sql, { table, id }: typeof RUNS | typeof SESSIONS, q: string) {
  const [found] = await sql.transaction(async (tx) => {
    await tx.exec(
      'set local enable_seqscan = off; set local enable_indexscan = off; set local enable_indexonlyscan = off',
    )
    return await tx.query(
      `select count(*) as count, coalesce(array_agg(id), '{}')::text as ids from (
        select ${id} as id from ${table} t
        where text_pieces(t.search_text) @> $2::text[] and ${contains('t', '$1')} limit ${FEW_MAX + 1}
      ) found`,
      [q, piecesOf(q)],
      Found,
    )
  })
  if (!found) throw new Error('an aggregate without groups answers with one row')
  return found
}

/** Those of `text_pieces` of migration 0023 by which a text is found: of three characters, or all of a shorter text. */
function piecesOf(text: string): readonly string[] {
  const letters = Array.from(text)
  if (letters.length < 3) return [text]
  return [...new Set(letters.slice(2).map((_, at) => letters.slice(at, at + 3).join('')))]
}

const LEAST = '00000000-0000-0000-0000-000000000000'
const GREATEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** The first and last id that begin with the text; undefined where none can. */
function runIdRange(q: string): readonly [string, string] | undefined {
  const range = [q + LEAST.slice(q.length), q + GREATEST.slice(q.length)] as const
  return range.every((id) => RunId.safeParse(id).success) ? range : undefined
}
