import type { Session } from '#contract/entities.ts'
import { SessionId } from '#contract/ids.ts'
import { NewSessionId } from '#contract/newIds.ts'
import * as z from 'zod/mini'
import type { MendedFinding } from './findings.ts'
import type { ImportContext } from './ImportContext.ts'
import type { OldRun } from './oldRows.ts'
import { recordFindings } from './recordFindings.ts'

/** The session of runs that have none, or an invalid one. */
const WITHOUT_SESSION = z.parse(SessionId, 'import-without-session')

/** The session of a run. A missing session is stored as a placeholder, marked in its meta. */
export async function sessionOfRun(context: ImportContext, run: OldRun): Promise<SessionId> {
  const { sessions } = context.handled
  const named = NewSessionId.safeParse(run.session_id)
  const session_id = named.success ? named.data : WITHOUT_SESSION
  if (!(named.success && sessions.has(session_id)))
    await recordFindings(context, [
      missingSession(
        run,
        named.success ? 'the session that the run names is not stored' : 'the run names no valid session',
      ),
    ])
  if (!sessions.has(session_id)) {
    await context.writer.writeSessions([placeholder(session_id)], context.as)
    sessions.add(session_id)
    context.tally.addPlaceholderSession()
  }
  return session_id
}

const missingSession = ({ id }: OldRun, reason: string): MendedFinding => ({
  kind: 'session_missing',
  table: 'workflow_runs',
  key: id,
  run_id: id,
  reason,
})

const placeholder = (session_id: SessionId): Session => ({
  session_id,
  user_id: null,
  name: session_id === WITHOUT_SESSION ? 'Runs without a session' : null,
  status: null,
  created_at: null,
  last_active_at: null,
  meta: { placeholder: true },
})
