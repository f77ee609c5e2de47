import type { Session } from '#contract/entities.ts'
import { type Finding, type UnplacedFinding } from './findings.ts'
import type { ImportContext } from './ImportContext.ts'
import { inGroups } from './inGroups.ts'
import { mendSession } from './mendRows.ts'
import { OLD_TABLES, type OldSession } from './oldRows.ts'
import { oneByOne, readRows } from './readRows.ts'
import { recordFindings } from './recordFindings.ts'

const SESSIONS_AT_ONCE = 500

type MendedSession = { readonly session: Session; readonly old: OldSession }

/**
 * Stores all sessions, a few hundred at a time, and adds their ids to `handled.sessions`. Sessions created by another
 * writer are reported and kept.
 */
export async function importSessions(context: ImportContext): Promise<void> {
  for await (const group of inGroups(readSessions(context), ({ length }) => length >= SESSIONS_AT_ONCE))
    await writeSessions(context, group)
}

/** The repaired sessions. Those with an invalid or repeated key are set aside. */
async function* readSessions(context: ImportContext): AsyncGenerator<MendedSession> {
  const { sessions } = context.handled
  for await (const old of oneByOne(readRows(context, context.source.sessions(), OLD_TABLES.sessions))) {
    const findings: Finding[] = []
    const session = mendSession(old, (finding) => findings.push(finding))
    const isRepeated = session !== undefined && sessions.has(session.session_id)
    await recordFindings(context, isRepeated ? [...findings, repeatedSession(old)] : findings)
    if (session === undefined || isRepeated) continue
    sessions.add(session.session_id)
    yield { session, old }
  }
}

async function writeSessions(context: ImportContext, group: readonly MendedSession[]): Promise<void> {
  const sessions = group.map(({ session }) => session)
  const others = new Set(await context.writer.writeSessions(sessions, context.as))
  context.tally.addPlaced('sessions', group.length - others.size)
  const leftAlone = group.filter(({ session }) => others.has(session.session_id))
  await recordFindings(
    context,
    leftAlone.map(({ old }) => sessionLeftAlone(old)),
  )
}

const aboutSession = ({ id, raw }: OldSession) => ({ table: 'sessions', key: id, run_id: undefined, row: raw }) as const

const repeatedSession = (old: OldSession): UnplacedFinding => ({
  kind: 'duplicate_key',
  ...aboutSession(old),
  reason: 'the table has this session twice; the first row was kept',
})

const sessionLeftAlone = (old: OldSession): UnplacedFinding => ({
  kind: 'session_left_alone',
  ...aboutSession(old),
  reason: 'another writer created the session with this id; only its times were updated',
})
