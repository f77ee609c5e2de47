import { Batch } from '#contract/batch.ts'
import { ENDPOINTS } from '#contract/endpoints.ts'
import { RunId } from '#contract/ids.ts'
import { BLUE, GREEN, twinRuns } from '#mocks/fixtures/twinRuns.ts'
import { isRefusal } from '#server/http/context.ts'
import { batchRoutes } from '#server/routes/batchRoutes.ts'
import { appOver, problemIn, twinStore } from '#tests/support/twinApp.ts'
import { storeCases } from '#tests/support/databases.ts'
import { runId, useTestStore } from '#tests/support/testStore.ts'
import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'

const RUN = runId(41)
const path = (run_id: string = RUN) => `/api/runs/${run_id}/batch`
const json = { 'content-type': 'application/json' }

/** A small run with a row of each kind. */
const WHOLE = {
  sessions: [{ session_id: 'trips', name: 'Trips' }],
  run: { session_id: 'trips', task_description: 'Plan a trip', started_at: '2026-01-20 10:00:00+01' },
  nodes: [
    { node_id: 'plan', node_type: 'planning', label: 'Plan the trip', status: 'running', meta: { tries: 1 } },
    { node_id: 'step_1', order_index: 2 },
  ],
  edges: [{ from_node_id: 'plan', to_node_id: 'step_1' }],
  events: [
    { event_id: 'call', node_id: 'plan', event_type: 'llm_call', inputs: { prompt: 'Rome?' }, execution_order: 1 },
    { event_id: 'whole run', event_type: 'state_transition', execution_order: 2 },
  ],
  files: [{ file_id: 'f', node_id: 'step_1', file_path: 'itinerary.md', content_text: '# Rome' }],
  messages: [{ message_id: 'm', node_id: 'step_1', sender: 'planner', recipient: 'writer', content: 'go' }],
}

describe.each(storeCases)('over $name', (storeCase) => {
  const store = useTestStore(storeCase)

  function client() {
    const { app } = appOver(store())
    const post = (body: unknown, run_id: string = RUN) =>
      app.request(path(run_id), { method: 'POST', headers: json, body: JSON.stringify(body) })
    return {
      app,
      post,
      stored: async (body: unknown, run_id: string = RUN) => {
        const response = await post(body, run_id)
        expect([response.status, response.status === 200 ? '' : await response.clone().text()]).toEqual([200, ''])
        return z.parse(ENDPOINTS.writeBatch.reply, await response.json())
      },
      refused: async (body: unknown, run_id: string = RUN) => await problemIn(await post(body, run_id)),
      get: async (rest: string): Promise<unknown> => await (await app.request(`/api/runs/${RUN}${rest}`)).json(),
    }
  }

  test('batches beyond those that may wait are to come again, and the others are stored', async () => {
    const { stored, get } = client()
    await stored({ run: {} })
    const { writeBatch } = batchRoutes(store(), 3)
    const run_id = z.parse(RunId, RUN)
    const replies = await Promise.all(
      ['a', 'b', 'c', 'd', 'e'].map(async (event_id) => {
        const body = z.parse(Batch, { events: [{ event_id, event_type: 'info' }] })
        return await writeBatch({ params: { run_id }, query: {}, body })
      }),
    )
    expect(replies.map((reply) => (isRefusal(reply) ? reply.headers['retry-after'] : 'stored'))).toEqual([
      'stored',
      'stored',
      'stored',
      '1',
      '1',
    ])
    expect(await get('/events')).toMatchObject({ total: 3 })
  })

  test('a run of one’s own is stored with all that belongs to it, and what was left out is empty', async () => {
    const { app, stored, get } = client()
    const { scope, item } = await stored(WHOLE)
    expect([scope, item.run_id]).toEqual([{ run_id: RUN }, RUN])
    expect(item.written).toEqual({ nodes: 2, edges: 1, events: 2, files: 1, messages: 1 })
    expect(await get('')).toMatchObject({
      item: {
        session_id: 'trips',
        session_name: 'Trips',
        status: 'executing',
        started_at: '2026-01-20T09:00:00.000000Z',
        completed_at: null,
        node_count: 2,
        event_count: 2,
        meta: {},
      },
    })
    expect(await get('/dag')).toMatchObject({
      nodes: [
        { node_id: 'step_1', label: 'step_1', status: 'pending', node_type: 'agent', origin: 'recorded' },
        { node_id: 'plan', label: 'Plan the trip', status: 'running', order_index: null, meta: { tries: 1 } },
      ],
      edges: [{ from_node_id: 'plan', to_node_id: 'step_1', dependency_type: 'sequential', condition: null }],
      events_without_node: 1,
    })
    expect(await get('/events/call')).toMatchObject({ item: { inputs: { prompt: 'Rome?' }, outputs: null, meta: {} } })
    expect(await get('/messages')).toMatchObject({ items: [{ sender: 'planner', content: 'go', tokens: null }] })
    expect(await (await app.request(`/api/runs/${RUN}/files/f/content`)).text()).toBe('# Rome')
  })

  test('the same batch twice is the same rows and the same number', async () => {
    const { stored, get } = client()
    const first = await stored(WHOLE)
    const before = [await get('/dag'), await get('/events'), await get('/files'), await get('/messages')]
    expect(await stored(WHOLE)).toEqual(first)
    expect([await get('/dag'), await get('/events'), await get('/files'), await get('/messages')]).toEqual(before)
    expect((await stored({ nodes: [{ node_id: 'plan', status: 'completed' }] })).item.seq).toBe(first.item.seq + 1)
  })

  test('a row that is given again keeps what it does not repeat', async () => {
    const { app, stored, get } = client()
    await stored(WHOLE)
    await stored({
      run: { status: 'completed' },
      nodes: [{ node_id: 'plan', status: 'completed' }],
      events: [{ event_id: 'call', outputs: 'Rome', status: 'completed' }],
      files: [{ file_id: 'f', file_type: 'report' }],
      messages: [{ message_id: 'm', tokens: 3 }],
      sessions: [{ session_id: 'trips', status: 'active' }],
    })
    expect(await get('')).toMatchObject({
      item: { status: 'completed', session_id: 'trips', session_name: 'Trips', task_description: 'Plan a trip' },
    })
    expect(await get('/nodes/plan')).toMatchObject({
      item: { status: 'completed', label: 'Plan the trip', node_type: 'planning', meta: { tries: 1 } },
    })
    expect(await get('/events/call')).toMatchObject({
      item: { event_type: 'llm_call', node_id: 'plan', inputs: { prompt: 'Rome?' }, outputs: 'Rome' },
    })
    expect(await get('/files')).toMatchObject({ items: [{ file_path: 'itinerary.md', file_type: 'report' }] })
    expect(await (await app.request(`/api/runs/${RUN}/files/f/content`)).text()).toBe('# Rome')
    expect(await get('/messages')).toMatchObject({ items: [{ content: 'go', tokens: 3 }] })
  })

  test('null empties a field, and of a key that comes twice both rows count', async () => {
    const { stored, get } = client()
    await stored(WHOLE)
    await stored({
      nodes: [
        { node_id: 'step_1', order_index: null },
        { node_id: 'step_1', agent: 'writer' },
      ],
    })
    expect(await get('/nodes/step_1')).toMatchObject({ item: { order_index: null, agent: 'writer' } })
  })

  test('two batches at once lose nothing of each other', async () => {
    const { stored, get } = client()
    await stored(WHOLE)
    const fields = [{ label: 'a' }, { status: 'failed' }, { agent: 'x' }, { order_index: 7 }, { meta: { b: 1 } }]
    await Promise.all(fields.map((field) => stored({ nodes: [{ node_id: 'plan', ...field }] })))
    expect(await get('/nodes/plan')).toMatchObject({ item: Object.assign({}, ...fields) })
  })

  test('a run that names no session has one of its own, and a session that nobody told of is there', async () => {
    const { app, stored, get } = client()
    await stored({ run: {} })
    await stored({ run: { session_id: 'unheard of' } }, runId(42))
    expect(await get('')).toMatchObject({ item: { session_id: RUN, session_name: null } })
    const { items } = z.parse(ENDPOINTS.listSessions.reply, await (await app.request('/api/sessions')).json())
    expect(items.map((session) => session.session_id).toSorted()).toEqual([RUN, 'unheard of'].toSorted())
  })

  test.each([
    ['nodes', { node_id: 'x' }, '/nodes/2/run_id'],
    ['events', { event_id: 'x' }, '/events/2/run_id'],
    ['edges', { from_node_id: 'plan', to_node_id: 'plan' }, '/edges/1/run_id'],
    ['files', { file_id: 'x' }, '/files/1/run_id'],
    ['messages', { message_id: 'x' }, '/messages/1/run_id'],
  ] as const)('one of the %s of another run refuses all, by its place', async (list, row, field) => {
    const { refused, app } = client()
    const problem = await refused({ ...WHOLE, [list]: [...WHOLE[list], { ...row, run_id: runId(9) }] })
    expect(problem).toMatchObject({ code: 'unprocessable', errors: [{ field }] })
    expect((await app.request(`/api/runs/${RUN}`)).status).toBe(404)
  })

  test('rows may repeat the run of the path, and the run may not be another', async () => {
    const { stored, refused } = client()
    await stored({ run: { run_id: RUN }, nodes: [{ run_id: RUN, node_id: 'plan' }] })
    expect((await refused({ run: { run_id: runId(9) } })).errors).toMatchObject([{ field: '/run/run_id' }])
  })

  test.each([
    [{ events: [{ event_id: 'e', node_id: 'nowhere' }] }, '/events/0/node_id'],
    [{ edges: [{ from_node_id: 'plan', to_node_id: 'nowhere' }] }, '/edges/0/to_node_id'],
    [{ files: [{ file_id: 'e' }, { file_id: 'e2', node_id: 'nowhere' }] }, '/files/1/node_id'],
    [{ messages: [{ message_id: 'e', node_id: 'nowhere' }] }, '/messages/0/node_id'],
  ])('a node that is neither stored nor given is named: %j', async (rows, field) => {
    const { stored, refused, get } = client()
    await stored(WHOLE)
    const before = await get('/dag')
    const problem = await refused({ nodes: [{ node_id: 'new' }], ...rows })
    expect(problem).toMatchObject({ status: 422, errors: [{ field }] })
    expect(await get('/dag')).toEqual(before)
  })

  test('rows of a run that nobody told of are refused, with what to do', async () => {
    const { refused } = client()
    const problem = await refused({ nodes: [{ node_id: 'a' }] })
    expect(problem).toMatchObject({ status: 404, detail: expect.stringContaining('"run"') })
  })

  test('the id of an event of another run is free in this one, and that run is neither told of nor changed', async () => {
    await twinStore(twinRuns, store())
    const { app, stored } = client()
    const before = await (await app.request(`/api/runs/${BLUE}/events/cobalt-call`)).text()
    const reply = await stored({ events: [{ event_id: 'cobalt-call', agent_name: 'mine' }] }, GREEN)
    expect(JSON.stringify(reply)).not.toContain(BLUE)
    expect(await (await app.request(`/api/runs/${BLUE}/events/cobalt-call`)).text()).toBe(before)
    const own = await (await app.request(`/api/runs/${GREEN}/events/cobalt-call`)).json()
    expect(own).toMatchObject({ item: { run_id: GREEN, agent_name: 'mine', event_type: 'info' } })
  })

  test('a patch of one run leaves the node of the same id in another as it was', async () => {
    await twinStore(twinRuns, store())
    const { app, stored } = client()
    const before = await (await app.request(`/api/runs/${GREEN}/dag`)).text()
    await stored({ nodes: [{ node_id: 'step_1', label: 'changed' }] }, BLUE)
    expect(await (await app.request(`/api/runs/${GREEN}/dag`)).text()).toBe(before)
  })

  test('hostile texts are stored as texts', async () => {
    const { stored, get } = client()
    const node_id = '<img src=x onerror=alert(1)>/../%2F"\\'
    const text = 'a\u0000b \ud800 \u202e'
    await stored({
      run: { task_description: text },
      nodes: [{ node_id, label: text, meta: { constructor: { prototype: 1 } } }],
      events: [{ event_id: '$1::text; --', node_id, event_type: 'a new word', inputs: [text, 1e308, -0.5] }],
    })
    expect(await get(`/nodes/${encodeURIComponent(node_id)}`)).toMatchObject({
      item: { node_id, label: 'a\u2400b \ufffd \u202e', meta: { constructor: { prototype: 1 } } },
    })
    expect(await get(`/events/${encodeURIComponent('$1::text; --')}`)).toMatchObject({
      item: { inputs: ['a\u2400b \ufffd \u202e', 1e308, -0.5], event_type: 'a new word' },
    })
  })

  test('base64 is stored as the bytes that it stands for', async () => {
    const { app, stored } = client()
    const bytes = Uint8Array.from({ length: 1000 }, (_, index) => index % 256)
    await stored({ run: {}, files: [{ file_id: 'b', content_base64: Buffer.from(bytes).toString('base64') }] })
    const content = await app.request(`/api/runs/${RUN}/files/b/content`)
    expect(new Uint8Array(await content.arrayBuffer())).toEqual(bytes)
  })
})
