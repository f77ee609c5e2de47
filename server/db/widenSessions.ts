import type { Session } from '#contract/entities.ts'
import * as z from 'zod/mini'
import type { SqlRunner } from './sql.ts'

/** What a run tells of its session: a wider time in whatever order its runs are written. Answers whether it is another now. */
const WIDEN = `update sessions s set user_id = given.user_id, name = given.name, status = given.status, meta = given.meta,
    created_at = least(s.created_at, given.created_at), last_active_at = greatest(s.last_active_at, given.last_active_at)
  from (select $1::text as session_id, $2::text as user_id, $3::text as name, $4::text as status,
    $5::text::timestamptz as created_at, $6::text::timestamptz as last_active_at, $7::text::json as meta) given
  where s.session_id = given.session_id
    and (s.user_id, s.name, s.status, s.meta::text, s.created_at, s.last_active_at) is distinct from
      (given.user_id, given.name, given.status, given.meta::text, least(s.created_at, given.created_at),
        greatest(s.last_active_at, given.last_active_at))
  returning s.session_id`

/**
 * One statement for each, which reads and writes at once: whoever waits for another's finds what that one made wider. To be
 * called last in a transaction, so that runs of one session wait for each other only while they are committed.
 */
export async function widenSessions(tx: SqlRunner, sessions: readonly Session[]): Promise<boolean> {
  let hasChanged = false
  for (const { session_id, user_id, name, status, created_at, last_active_at, meta } of sessions) {
    const params = [session_id, user_id, name, status, created_at, last_active_at, JSON.stringify(meta)]
    // oxlint-disable-next-line no-await-in-loop -- a run has one session
    const changed = await tx.query(WIDEN, params, z.object({ session_id: z.string() }))
    if (changed.length > 0) hasChanged = true
  }
  return hasChanged
}
