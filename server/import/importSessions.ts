import type { Session } from '#contract/entities.ts'
import type { BundleWriter, ImportWriter } from '#server/store/ports/writer.ts'
import { SessionId } from '#contract/ids.ts'
import { NewSessionId } from '#contract/newIds.ts'
import * as z from 'zod/mini'
import type { Finding } from './findings.ts'
import type { ImportTally } from './ImportTally.ts'
import { mendSession } from './mendRows.ts'
import { OLD_TABLES, type OldRun, type RawRow } from './oldRows.ts'
import type { OldSource } from './OldSource.ts'
import { oneByOne, readRows } from './readRows.ts'

const SESSIONS_AT_ONCE = 500

/** The session of runs that have none, or an invalid one. */
const WITHOUT_SESSION = z.parse(SessionId, 'import-without-session')

const LEFT_ALONE = 'another writer created the session with this id; only its times were updated'

/**
 * Stores all sessions, a few hundred at a time, and returns their ids. Sessions created by another writer are
 * reported and kept.
 */
export async function importSessions(
  source: OldSource,
  writer: ImportWriter,
  tally: ImportTally,
  as?: BundleWriter,
): Promise<Set<SessionId>> {
  const ids = new Set<SessionId>()
  let waiting: { readonly session: Session; readonly row: RawRow }[] = []
  const flush = async () => {
    const sessions = waiting.map(({ session }) => session)
    const others = new Set(await writer.writeSessions(sessions, as))
    tally.placed('sessions', waiting.length - others.size)
    for (const { session, row } of waiting) {
      if (!others.has(session.session_id)) continue
      const about = { table: 'sessions', key: session.session_id, run_id: undefined, reason: LEFT_ALONE, row } as const
      // oxlint-disable-next-line no-await-in-loop -- rows are processed in order
      await tally.find({ kind: 'session_left_alone', ...about })
    }
    waiting = []
  }
  for await (const old of oneByOne(readRows(source.sessions(), OLD_TABLES.sessions, tally))) {
    const findings: Finding[] = []
    const session = mendSession(old, (finding) => findings.push(finding))
    await tally.findAll(findings)
    if (session === undefined) continue
    if (ids.has(session.session_id)) {
      const reason = 'the table has this session twice; the first row was kept'
      const about = { table: 'sessions', key: old.id, run_id: undefined, reason, row: old.raw } as const
      await tally.find({ kind: 'duplicate_key', ...about })
      continue
    }
    ids.add(session.session_id)
    waiting.push({ session, row: old.raw })
    if (waiting.length >= SESSIONS_AT_ONCE) await flush()
  }
  await flush()
  return ids
}

/** The session of a run. A missing session gets a placeholder, marked in its meta. */
export async function sessionOf(
  run: OldRun,
  stored: Set<SessionId>,
  writer: ImportWriter,
  tally: ImportTally,
  as?: BundleWriter,
): Promise<SessionId> {
  const named = NewSessionId.safeParse(run.session_id)
  const session_id = named.success ? named.data : WITHOUT_SESSION
  const isKnown = named.success && stored.has(session_id)
  if (!isKnown)
    await tally.find({
      kind: 'session_missing',
      table: 'workflow_runs',
      key: run.id,
      run_id: run.id,
      reason: named.success ? 'the session that the run names is not stored' : 'the run names no valid session',
    })
  if (!stored.has(session_id)) {
    await writer.writeSessions([placeholder(session_id)], as)
    stored.add(session_id)
    tally.placeholderSessions += 1
  }
  return session_id
}

const placeholder = (session_id: SessionId): Session => ({
  session_id,
  user_id: null,
  name: session_id === WITHOUT_SESSION ? 'Runs without a session' : null,
  status: null,
  created_at: null,
  last_active_at: null,
  meta: { placeholder: true },
})
