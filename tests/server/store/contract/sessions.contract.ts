import { expect, test } from 'vitest'
import { aBundle, aRun, aSession } from '#mocks/fixtures/builders.ts'
import type { Store } from '#server/store/ports/store.ts'
import { FIRST_PAGE, readByPages, runId } from '#tests/support/testStore.ts'

const at = (second: number, micros = '000000') => `2026-01-20T10:00:0${second}.${micros}Z`

/** In the order in which they are listed. */
const SESSIONS = [
  aSession({ session_id: 'latest', last_active_at: at(9), created_at: at(1) }),
  aSession({ session_id: 'a microsecond later', last_active_at: at(5, '000002') }),
  aSession({ session_id: 'tie \u{1f600}', last_active_at: at(5, '000001') }),
  aSession({ session_id: 'tie \uff01', last_active_at: at(5, '000001') }),
  aSession({ session_id: 'tie a', last_active_at: at(5, '000001') }),
  aSession({ session_id: 'tie B', last_active_at: at(5, '000001') }),
  aSession({ session_id: 'only created', created_at: at(3) }),
  aSession({ session_id: 'without times b' }),
  aSession({ session_id: 'without times a' }),
]

export function sessionsContract(store: () => Store): void {
  const list = (page = FIRST_PAGE) => store().repositories.sessions.listSessions(page)

  test('are listed by last activity, else creation, then by id as code points', async () => {
    await store().writer.writeSessions(SESSIONS.toReversed())
    expect((await list()).rows.map((row) => row.session_id)).toEqual(SESSIONS.map((row) => row.session_id))
  })

  test('pages of every size make up the whole list', async () => {
    await store().writer.writeSessions(SESSIONS)
    const whole = (await list()).rows
    for (let limit = 1; limit <= SESSIONS.length + 1; limit++) expect(await readByPages(limit, list)).toEqual(whole)
  })

  test('bear the number of their own runs', async () => {
    await store().writer.writeSessions([aSession({ session_id: 'busy' }), aSession({ session_id: 'idle' })])
    for (const number of [1, 2, 3])
      await store().writer.writeRun(aBundle({ run: aRun({ run_id: runId(number), session_id: 'busy' }) }))
    const counts = (await list()).rows.map((row) => [row.session_id, row.run_count])
    expect(counts).toEqual([
      ['idle', 0],
      ['busy', 3],
    ])
  })

  test('one that is written again is replaced, field by field', async () => {
    await store().writer.writeSessions([aSession({ name: 'before', user_id: 'u', meta: { kept: true } })])
    await store().writer.writeSessions([aSession({ name: 'after', meta: { b: 1, a: [2] } })])
    const { rows, total } = await list()
    expect(total).toBe(1)
    expect(rows).toEqual([{ ...aSession({ name: 'after', meta: { b: 1, a: [2] } }), run_count: 0 }])
  })
}
