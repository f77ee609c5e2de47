import type { Session } from '#contract/entities.ts'
import type { RunId, SessionId } from '#contract/ids.ts'
import { OtherOriginError } from '../ports/errors.ts'
import { mayDescribe, mayWrite, type RunOrigin, sessionOriginOf } from '../ports/origin.ts'
import { widenedSession } from '../prepare/widenedSession.ts'
import { isAlike } from './differenceOf.ts'
import type { MemoryData } from './memoryData.ts'

/** Throws `OtherOriginError` if the writer may not write one of the runs. */
export function refuseOthers({ origins }: MemoryData, run_ids: readonly RunId[], writer: RunOrigin): void {
  const others = run_ids.filter((run_id) => !mayWrite(writer, origins.get(run_id) ?? writer))
  if (others.length > 0) throw new OtherOriginError(others)
}

/** Claims runs without an owner for the writer. */
export function addOrigins({ origins }: MemoryData, run_ids: readonly RunId[], writer: RunOrigin): void {
  for (const run_id of run_ids) if (!origins.has(run_id)) origins.set(run_id, writer)
}

export type WrittenSessions = { readonly changed: ReadonlySet<SessionId>; readonly others: readonly SessionId[] }

/** Stores sessions that are new or the writer's own, and widens the times of others. */
export function writeSessionsAs(data: MemoryData, writer: RunOrigin, sessions: readonly Session[]): WrittenSessions {
  const changed = new Set<SessionId>()
  const others: SessionId[] = []
  const origin = sessionOriginOf(writer)
  for (const given of sessions) {
    const { session_id } = given
    const stored = data.sessions.get(session_id)
    const maker = data.sessionOrigins.get(session_id) ?? origin
    const isOwn = stored === undefined || mayDescribe(origin, maker)
    if (!isOwn) others.push(session_id)
    const { created_at, last_active_at } = widenedSession(given, stored)
    const isTelemetry = origin.writer === 'telemetry'
    const session = isOwn
      ? isTelemetry
        ? { ...given, created_at, last_active_at }
        : given
      : { ...stored, created_at, last_active_at }
    if (!stored) data.sessionOrigins.set(session_id, origin)
    if (!stored || !isAlike(stored, session)) changed.add(session_id)
    data.sessions.set(session_id, session)
  }
  return { changed, others }
}
