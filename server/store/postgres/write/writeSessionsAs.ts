import type { Session } from '#contract/entities.ts'
import { RunId, SessionId } from '#contract/ids.ts'
import { Timestamp } from '#contract/timestamps.ts'
import { compareCodePoints } from '#server/lib/codePointOrder.ts'
import { mayDescribe, ORIGIN_WRITERS, type SessionOrigin } from '#server/store/ports/origin.ts'
import { widenedSession } from '#server/store/prepare/widenedSession.ts'
import * as z from 'zod/mini'
import { moments } from '../columns.ts'
import type { SqlRunner } from '../sql.ts'
import { SESSIONS, type Table } from '../tables.ts'
import { upsertDiffering } from './upsertDiffering.ts'
import { addMissing } from './upsertRows.ts'

export type WrittenSessions = {
  /** Sessions that changed. */
  readonly changed: ReadonlySet<SessionId>
  /** Sessions of other writers, of which only the times were widened. */
  readonly others: readonly SessionId[]
}

const MADE_SESSIONS: Table = { ...SESSIONS, columns: { ...SESSIONS.columns, writer: 'text', made_by: 'uuid' } }

const Maker = z.object({ session_id: SessionId, writer: z.enum(ORIGIN_WRITERS), made_by: z.nullable(RunId) })

/**
 * Stores sessions that are new or the writer's own. A session of another writer keeps its fields, except that its times
 * are widened to include the given ones.
 */
export async function writeSessionsAs(
  tx: SqlRunner,
  writer: SessionOrigin,
  sessions: readonly Session[],
): Promise<WrittenSessions> {
  if (sessions.length === 0) return { changed: new Set(), others: [] }
  const added = await addSessionsAs(tx, writer, sessions)
  const makers = await makersOf(tx, sessions)
  const isOwn = ({ session_id }: Session) => {
    const maker = makers.get(session_id)
    return maker !== undefined && mayDescribe(writer, maker)
  }
  const changed = new Set(added)
  const others: SessionId[] = []
  const known = inOrder(sessions).filter(({ session_id }) => !added.has(session_id))
  for (const neighbours of neighboursBy(known, isOwn)) {
    const areOwn = neighbours.every(isOwn)
    if (!areOwn) others.push(...neighbours.map(({ session_id }) => session_id))
    // oxlint-disable-next-line no-await-in-loop -- the statements of a transaction run one by one
    const written = areOwn ? await say(tx, writer, neighbours) : await widen(tx, neighbours)
    for (const { id } of written) changed.add(id)
  }
  return { changed, others }
}

/**
 * Stores only sessions that do not exist yet, and returns them. Call this before locking the runs that refer to them;
 * existing sessions are updated last in a transaction, so that runs of one session hardly wait for each other.
 */
export async function addSessionsAs(
  tx: SqlRunner,
  writer: SessionOrigin,
  sessions: readonly Session[],
): Promise<ReadonlySet<SessionId>> {
  const known = await makersOf(tx, sessions)
  const fresh = inOrder(sessions).filter(({ session_id }) => !known.has(session_id))
  if (fresh.length === 0) return new Set()
  const rows = fresh.map((session) => ({ ...session, ...writer }))
  // A session that another writer stored at this moment may belong to that writer, and counts as existing.
  const added = new Set(await addMissing(tx, MADE_SESSIONS, rows))
  return new Set(fresh.flatMap(({ session_id }) => (added.has(session_id) ? [session_id] : [])))
}

/** Sorted, so that two writers that share sessions cannot deadlock. */
const inOrder = (sessions: readonly Session[]): readonly Session[] =>
  sessions.toSorted((a, b) => compareCodePoints(a.session_id, b.session_id))

/** Groups adjacent sessions with the same result of `is`, which preserves their order. */
function neighboursBy(
  sessions: readonly Session[],
  is: (session: Session) => boolean,
): readonly (readonly Session[])[] {
  const all: Session[][] = []
  for (const session of sessions) {
    const last = all.at(-1)
    if (last?.[0] !== undefined && is(last[0]) === is(session)) last.push(session)
    else all.push([session])
  }
  return all
}

async function say(
  tx: SqlRunner,
  { writer }: SessionOrigin,
  sessions: readonly Session[],
): Promise<readonly { readonly id: SessionId }[]> {
  const told = writer === 'telemetry' ? await widened(tx, sessions) : sessions
  return await upsertDiffering(tx, SESSIONS, SessionId, told)
}

async function makersOf(tx: SqlRunner, sessions: readonly Session[]): Promise<ReadonlyMap<SessionId, SessionOrigin>> {
  const rows = await tx.query(
    'select session_id, writer, made_by from sessions where session_id = any($1::text[])',
    [sessions.map(({ session_id }) => session_id)],
    Maker,
  )
  return new Map(rows.map(({ session_id, ...maker }) => [session_id, maker]))
}

/**
 * Sessions merged with what their other runs reported; locked, so that two concurrent runs both count. The lock is no
 * stronger than that of an update: runs that were just written refer to the sessions, and a stronger lock would
 * deadlock two such writers.
 */
async function widened(tx: SqlRunner, sessions: readonly Session[]): Promise<readonly Session[]> {
  if (sessions.length === 0) return []
  const stored = await tx.query(
    `select session_id, ${moments('created_at', 'last_active_at')} from sessions where session_id = any($1::text[])
    order by session_id for no key update`,
    [sessions.map(({ session_id }) => session_id)],
    z.object({ session_id: SessionId, created_at: z.nullable(Timestamp), last_active_at: z.nullable(Timestamp) }),
  )
  const times = new Map(stored.map((row) => [row.session_id, row]))
  return sessions.map((session) => widenedSession(session, times.get(session.session_id)))
}

/**
 * One statement that can only widen, so that nobody waits for a session that is wide enough already. Locks in order.
 */
async function widen(tx: SqlRunner, sessions: readonly Session[]): Promise<readonly { readonly id: SessionId }[]> {
  if (sessions.length === 0) return []
  return await tx.query(
    `with wider as materialized (
      select s.session_id, least(s.created_at, given.created_at) as created_at,
        greatest(s.last_active_at, given.last_active_at) as last_active_at
      from sessions s join json_to_recordset($1::json)
        as given (session_id text, created_at timestamptz, last_active_at timestamptz) using (session_id)
      where least(s.created_at, given.created_at) is distinct from s.created_at
        or greatest(s.last_active_at, given.last_active_at) is distinct from s.last_active_at
      order by s.session_id for no key update of s
    )
    update sessions s set created_at = wider.created_at, last_active_at = wider.last_active_at from wider
    where s.session_id = wider.session_id returning s.session_id as id`,
    [
      JSON.stringify(
        sessions.map(({ session_id, created_at, last_active_at }) => ({ session_id, created_at, last_active_at })),
      ),
    ],
    z.object({ id: SessionId }),
  )
}
