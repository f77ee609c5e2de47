import type { Session } from '#contract/entities.ts'
import { RunId, SessionId } from '#contract/ids.ts'
import { Timestamp } from '#contract/timestamps.ts'
import { maySay, ORIGIN_WRITERS, type SessionOrigin } from '#server/RunOrigin.ts'
import { widenedSession } from '#server/services/widenedSession.ts'
import * as z from 'zod/mini'
import { moments } from './columns.ts'
import type { SqlRunner } from './sql.ts'
import { SESSIONS, type Table } from './tables.ts'
import { upsertDiffering } from './upsertDiffering.ts'
import { addMissing } from './upsertRows.ts'

export type WrittenSessions = {
  /** Those that are another now. */
  readonly changed: ReadonlySet<SessionId>
  /** Those of another writer, of which only the times were widened. */
  readonly others: readonly SessionId[]
}

const MADE_SESSIONS: Table = { ...SESSIONS, columns: { ...SESSIONS.columns, writer: 'text', made_by: 'uuid' } }

const Maker = z.object({ session_id: SessionId, writer: z.enum(ORIGIN_WRITERS), made_by: z.nullable(RunId) })

/**
 * Stores sessions that are new or the writer's own. What another writer said of a session stays, but for its times, which
 * become as wide as both know.
 */
export async function writeSessionsAs(
  tx: SqlRunner,
  writer: SessionOrigin,
  sessions: readonly Session[],
): Promise<WrittenSessions> {
  if (sessions.length === 0) return { changed: new Set(), others: [] }
  let makers = await makersOf(tx, sessions)
  const isKnown = ({ session_id }: Session) => makers.has(session_id)
  const fresh = sessions.filter((session) => !isKnown(session))
  const rows = fresh.map((session) => ({ ...session, ...writer }))
  const added = rows.length === 0 ? 0 : await addMissing(tx, MADE_SESSIONS, rows)
  // Somebody else stored one of them at this moment: it may be theirs.
  if (added < fresh.length) makers = await makersOf(tx, sessions)
  const isOwn = ({ session_id }: Session) => {
    const maker = makers.get(session_id)
    return maker !== undefined && maySay(writer, maker)
  }
  const known = sessions.filter(isKnown)
  const own = known.filter(isOwn)
  const others = known.filter((session) => !isOwn(session))
  const told = writer.writer === 'telemetry' ? await widened(tx, own) : own
  const changed = [...(await upsertDiffering(tx, SESSIONS, SessionId, told)), ...(await widen(tx, others))]
  return {
    changed: new Set([...fresh.map(({ session_id }) => session_id), ...changed.map(({ id }) => id)]),
    others: others.map(({ session_id }) => session_id),
  }
}

/** Stores only those that are not there yet. Answers whether there were any. */
export async function addSessionsAs(
  tx: SqlRunner,
  writer: SessionOrigin,
  sessions: readonly Session[],
): Promise<boolean> {
  const rows = sessions.map((session) => ({ ...session, ...writer }))
  return (await addMissing(tx, MADE_SESSIONS, rows)) > 0
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
 * Sessions over what their other runs told of them; locked, so that two runs at once both count. Not more than an update
 * locks them: runs that were just written refer to them, and two such writers would wait for each other.
 */
async function widened(tx: SqlRunner, sessions: readonly Session[]): Promise<readonly Session[]> {
  if (sessions.length === 0) return []
  const stored = await tx.query(
    `select session_id, ${moments('created_at', 'last_active_at')} from sessions where session_id = any($1::text[]) for no key update`,
    [sessions.map(({ session_id }) => session_id)],
    z.object({ session_id: SessionId, created_at: z.nullable(Timestamp), last_active_at: z.nullable(Timestamp) }),
  )
  const times = new Map(stored.map((row) => [row.session_id, row]))
  return sessions.map((session) => widenedSession(session, times.get(session.session_id)))
}

/** One statement that can only widen, so that nobody waits for a session that is as wide already. */
async function widen(tx: SqlRunner, sessions: readonly Session[]): Promise<readonly { readonly id: SessionId }[]> {
  if (sessions.length === 0) return []
  return await tx.query(
    `update sessions s set created_at = least(s.created_at, given.created_at),
      last_active_at = greatest(s.last_active_at, given.last_active_at)
    from json_to_recordset($1::json)
      as given (session_id text, created_at timestamptz, last_active_at timestamptz)
    where s.session_id = given.session_id and (
      least(s.created_at, given.created_at) is distinct from s.created_at
      or greatest(s.last_active_at, given.last_active_at) is distinct from s.last_active_at)
    returning s.session_id as id`,
    [
      JSON.stringify(
        sessions.map(({ session_id, created_at, last_active_at }) => ({ session_id, created_at, last_active_at })),
      ),
    ],
    z.object({ id: SessionId }),
  )
}
