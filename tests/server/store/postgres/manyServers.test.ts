import { afterAll, describe, expect, it } from 'vitest'
import { openPostgresStore } from '#server/store/postgres/engine/openStore.ts'
import type { Store } from '#server/store/ports/store.ts'
import { decodeOtlpProtobuf } from '#server/telemetry/otlp/decodeOtlpProtobuf.ts'
import { Projector } from '#server/telemetry/Projector.ts'
import { projectSpans } from '#server/telemetry/projection/projectSpans.ts'
import { runOfTrace } from '#server/store/spans/runOfTrace.ts'
import { agentTrace } from '#tests/support/agentTrace.ts'
import { ownSchema } from '#tests/support/databases.ts'
import { otlpProtobuf } from '#tests/support/sentSpans.ts'

const TRACES = 60
const spansOf = (trace: number) => decodeOtlpProtobuf(otlpProtobuf(agentTrace(trace, 2, 3)).bytes).spans

describe.runIf(process.env['TEST_DATABASE_URL'] !== undefined)('three servers on one Postgres', () => {
  const stores: Store[] = []
  afterAll(async () => {
    for (const store of stores) await store.close()
  })

  it('draw each trace once, all of them, and each server some', async () => {
    const schema = await ownSchema()
    if (!schema) throw new Error('there is no Postgres')
    try {
      for (let at = 0; at < 3; at++) stores.push(await openPostgresStore({ url: schema.url }))
      const [first] = stores
      if (!first) throw new Error('there is no store')
      for (let trace = 1; trace <= TRACES; trace++) await first.spans.acceptSpans(spansOf(trace))
      const draws = await Promise.all(stores.map((store) => drawn(store)))
      expect(draws.flat().toSorted()).toEqual(
        Array.from({ length: TRACES }, (_, at) => runOfTrace(spansOf(at + 1)[0]?.trace_id ?? '')).toSorted(),
      )
      for (const runs of draws) expect(runs.length).toBeGreaterThan(0)
      const { rows } = await first.repositories.sessions.listSessions({ limit: 10, after: undefined })
      expect(rows).toHaveLength(1)
      const spans = Array.from({ length: TRACES }, (_, at) => spansOf(at + 1)).flat()
      const ends = spans.map(({ end_ns }) => Number(end_ns) / 1e6)
      // All runs of the session count for it, whichever server wrote them, and in whatever order.
      expect(Date.parse(rows[0]?.last_active_at ?? '')).toBeGreaterThan(Math.max(...ends) - 5_000)
    } finally {
      for (const store of stores.splice(0)) await store.close()
      await schema.drop()
    }
  })
})

/** The runs that one server draws until nothing is left to do. */
async function drawn(store: Store): Promise<readonly string[]> {
  const runs: string[] = []
  const onFailure = (_run: unknown, error: unknown) => {
    throw error
  }
  await new Projector({
    ...store,
    project: (run_id, spans, clock) => {
      runs.push(run_id)
      return projectSpans(run_id, spans, clock)
    },
    onFailure,
  }).projectDue()
  return runs
}
