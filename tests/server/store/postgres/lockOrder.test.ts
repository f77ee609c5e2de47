import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Session } from '#contract/entities.ts'
import { aRun, aSession } from '#mocks/fixtures/builders.ts'
import { openPostgresStore } from '#server/store/postgres/engine/openStore.ts'
import type { Store } from '#server/store/ports/store.ts'
import type { RunBundle } from '#server/store/ports/writer.ts'
import { type OwnSchema, ownSchema } from '#tests/support/databases.ts'
import { runId } from '#tests/support/testStore.ts'

const ROUNDS = 40

/*
 * Each of two transactions that lock the same things in another order may wait for the other, and Postgres then ends one of
 * them (40P01). So all lock the run first and sessions in the order of their ids, whoever writes.
 */
describe.runIf(process.env['TEST_DATABASE_URL'] !== undefined)('writers at once that share sessions', () => {
  let schema: OwnSchema | undefined
  let stores: readonly Store[] = []
  beforeAll(async () => {
    schema = await ownSchema()
    if (!schema) throw new Error('there is no Postgres')
    const { url } = schema
    stores = [await openPostgresStore({ url }), await openPostgresStore({ url })]
  }, 180_000)
  afterAll(async () => {
    for (const store of stores) await store.close()
    await schema?.drop()
  })

  test('never wait for each other in a circle', async () => {
    const [one, other] = stores
    if (!one || !other) throw new Error('there are no stores')
    for (let round = 0; round < ROUNDS; round++) {
      const ids = ['a', 'b', 'c', 'd'].map((letter) => `${letter}-${round}`)
      // Some are there and of several writers, others are new; each write makes them wider.
      await one.writer.writeSessions(sessionsAt(ids.slice(0, 1), 0), 'import')
      await one.writer.writeSessions(sessionsAt(ids.slice(2, 3), 0), 'batch')
      const writes = Array.from({ length: 6 }, (_, at): Promise<unknown> => {
        const { writer } = at % 2 === 0 ? one : other
        const sessions = sessionsAt(at % 4 < 2 ? ids : ids.toReversed(), at + 1)
        const run = aRun({ run_id: runId(round * 10 + at), session_id: ids[at % ids.length] ?? '' })
        if (at === 4) return writer.writeSessions(sessions, 'import')
        const session = sessions.find(({ session_id }) => session_id === run.session_id)
        if (at === 5 && session) return writer.replaceRun(session, bundleOf(run))
        return writer.mergeRun({ ...bundleOf(run), run_id: run.run_id, sessions })
      })
      await expect(Promise.all(writes)).resolves.toHaveLength(6)
    }
  })
})

const sessionsAt = (ids: readonly string[], hour: number): readonly Session[] =>
  ids.map((session_id) =>
    aSession({ session_id, created_at: null, last_active_at: `2026-01-01T0${hour}:00:00.000000Z`, user_id: `${hour}` }),
  )

const bundleOf = (run: RunBundle['run']): RunBundle => ({
  run,
  nodes: [],
  edges: [],
  events: [],
  files: [],
  messages: [],
})
