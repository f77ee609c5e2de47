import { ENDPOINTS } from '#contract/endpoints.ts'
import { RunId } from '#contract/ids.ts'
import { aSpan } from '#mocks/fixtures/aSpan.ts'
import { aBundle, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { traceOfRun } from '#server/store/spans/runOfTrace.ts'
import { appOver, problemIn } from '#tests/support/twinApp.ts'
import { storeCases } from '#tests/support/databases.ts'
import { runId, storeRuns, useTestStore } from '#tests/support/testStore.ts'
import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'

const RUN = runId(41)
const json = { 'content-type': 'application/json' }

/** What the README posts. */
const README_BATCH = {
  run: { task_description: 'Plan a trip' },
  nodes: [{ node_id: 'plan', status: 'running' }],
  events: [{ event_id: 'e1', node_id: 'plan', event_type: 'info' }],
}

const WHOLE = { run: { session_id: 'trips', task_description: 'Plan a trip' }, nodes: [{ node_id: 'plan' }] }

describe.each(storeCases)('over $name', (storeCase) => {
  const store = useTestStore(storeCase)

  function client() {
    const { app } = appOver(store())
    const post = (body: unknown, run_id: string) =>
      app.request(`/api/runs/${run_id}/batch`, { method: 'POST', headers: json, body: JSON.stringify(body) })
    return {
      app,
      stored: async (body: unknown, run_id: string = RUN) =>
        z.parse(ENDPOINTS.writeBatch.reply, await (await post(body, run_id)).json()),
      refused: async (body: unknown, run_id: string = RUN) => await problemIn(await post(body, run_id)),
      get: async (rest: string): Promise<unknown> => await (await app.request(`/api/runs/${RUN}${rest}`)).json(),
    }
  }

  test('two runs that both begin as the README does are stored, and the tree of e1 asks which run is meant', async () => {
    const { app, stored } = client()
    const others = [runId(43), runId(42)]
    const tree = (query = '') => app.request(`/api/events/e1/tree${query}`)
    await stored(README_BATCH, others[0])
    expect(await (await tree()).json()).toMatchObject({ scope: { run_id: runId(43) }, total: 1 })
    await stored(README_BATCH, others[1])
    const problem = await problemIn(await tree())
    expect(problem).toMatchObject({ status: 409, code: 'ambiguous_event', candidates: [runId(42), runId(43)] })
    for (const run_id of others) {
      expect(await (await tree(`?run_id=${run_id}`)).json()).toMatchObject({
        scope: { run_id },
        items: [{ tree_depth: 0, event: { run_id, event_id: 'e1', node_id: 'plan' } }],
        total: 1,
      })
    }
    expect((await problemIn(await tree(`?run_id=${RUN}`))).status).toBe(404)
  })

  test('a batch for a run of another writer is refused before anything else is checked', async () => {
    const run = aBundle({ run: aRun({ run_id: RUN }), nodes: [aNode({ run_id: RUN, label: 'theirs' })] })
    await storeRuns(store(), run)
    const { app, refused, get } = client()
    const before = await get('/dag')
    for (const body of [{ nodes: [{ node_id: 'new' }] }, WHOLE, { events: [{ event_id: 'e', node_id: 'nowhere' }] }]) {
      const problem = await refused(body)
      expect(problem).toMatchObject({ status: 409, code: 'other_origin', errors: [] })
      expect(JSON.stringify(problem)).not.toContain('theirs')
    }
    expect(await get('/dag')).toEqual(before)
    // Spans make a run theirs before it is drawn.
    const trace_id = traceOfRun(RunId.parse(runId(44)))
    await store().spans.acceptSpans([aSpan({ trace_id })])
    expect((await refused(WHOLE, runId(44))).code).toBe('other_origin')
    expect((await app.request(`/api/runs/${runId(44)}`)).status).toBe(404)
  })

  test('of a session that another writer made a batch takes the times, and says that it left the rest alone', async () => {
    await store().writer.writeSessions([aSession({ session_id: 'trips', name: 'Theirs', meta: { by: 'import' } })])
    const { app, stored, get } = client()
    const last_active_at = '2026-01-20T11:00:00.000000Z'
    const { item } = await stored({ ...WHOLE, sessions: [{ session_id: 'trips', name: 'Mine', last_active_at }] })
    expect(item.left_alone).toEqual([
      { field: '/sessions/0', message: 'was created by another writer; only its times were updated' },
    ])
    expect(await get('')).toMatchObject({ item: { session_name: 'Theirs' } })
    expect(await (await app.request('/api/sessions')).json()).toMatchObject({
      items: [{ name: 'Theirs', meta: { by: 'import' }, last_active_at }],
    })
    const again = await stored({ sessions: [{ session_id: 'trips', last_active_at: '2026-01-19T00:00:00Z' }] })
    expect(again.item).not.toHaveProperty('left_alone')
    expect(again.item.seq).toBe(item.seq)
  })
})
