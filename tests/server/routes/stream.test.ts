import { afterEach, beforeEach, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { RunId } from '#contract/ids.ts'
import { LIST_STREAM_EVENTS, RUN_STREAM_EVENTS } from '#contract/stream.ts'
import { aBundle, anEdge, anEvent, aMessage, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { createMemoryStore } from '#server/store/memory/memoryStore.ts'
import { LiveStreams } from '#server/live/LiveStreams.ts'
import { projectorOf } from '#server/projectorOf.ts'
import type { RunBundle } from '#server/store/ports/writer.ts'
import { RUN_ATTRIBUTE, runOfTrace } from '#server/store/spans/runOfTrace.ts'
import { appOver, problemIn } from '#tests/support/twinApp.ts'
import { readSse, type SseEvent } from '#tests/support/readSse.ts'
import { runId, storeRuns } from '#tests/support/testStore.ts'

const RUN = aRun().run_id
const OTHER = z.parse(RunId, runId(1))
const STARTED: RunBundle = aBundle({ run: aRun({ status: 'executing' }), nodes: [aNode({ status: 'running' })] })
const DONE: RunBundle = aBundle({
  run: aRun(),
  nodes: [aNode({ status: 'completed' })],
  events: [anEvent({ node_id: 'step_1' })],
})

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const AGENT = [{ key: 'gen_ai.operation.name', value: { stringValue: 'invoke_agent' } }]
/** One span of an agent, with what is said of it besides. */
const otlpBody = (more: object) => {
  const span = {
    traceId: TRACE,
    name: 'work',
    attributes: AGENT,
    startTimeUnixNano: '1',
    endTimeUnixNano: '2',
    ...more,
  }
  return { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }
}

let store = createMemoryStore()
let live = new LiveStreams(store)
let fetchApp = appOver(store, { live }).app
const readers: ReturnType<typeof readSse>[] = []

beforeEach(() => {
  store = createMemoryStore()
  live = new LiveStreams(store)
  fetchApp = appOver(store, { live }).app
})
afterEach(async () => {
  await Promise.all(readers.splice(0).map((reader) => reader.leave()))
  await live.close()
})

const write = (bundle: RunBundle) => store.writer.replaceRun(aSession(), bundle)

async function watch(path: string, lastEventId?: number) {
  const headers = lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) }
  const response = await fetchApp.request(path, { headers })
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  const reader = readSse(response)
  readers.push(reader)
  return reader
}
const stream = `/api/runs/${RUN}/stream`

const change = (event: SseEvent | undefined) => {
  expect(event?.event).toBe('change')
  const data = z.parse(RUN_STREAM_EVENTS.change, event?.data)
  expect(event?.id).toBe(String(data.seq))
  return data
}
const hello = (event: SseEvent | undefined) => {
  expect(event?.event).toBe('hello')
  return z.parse(RUN_STREAM_EVENTS.hello, event?.data)
}

test('whoever watches a run learns what was written: the run, the node with its figures, the events', async () => {
  await write(STARTED)
  const reader = await watch(stream)
  const { seq } = hello(await reader.next())
  await write(DONE)
  const news = change(await reader.next())
  expect(news).toMatchObject({ prev: seq, run: { status: 'completed', event_count: 1 }, topology: null })
  expect(news.nodes).toMatchObject([{ node_id: 'step_1', status: 'completed', event_count: 1 }])
  expect(news.events).toEqual([{ event_id: anEvent().event_id, node_id: 'step_1', is_new: true }])
})

test('a new node comes with the whole topology, one that went is named', async () => {
  await write(STARTED)
  const reader = await watch(stream)
  await reader.next()
  const two = aNode({ node_id: 'step_2' })
  await write({
    ...STARTED,
    nodes: [...STARTED.nodes, two],
    edges: [anEdge({ from_node_id: 'step_1', to_node_id: 'step_2' })],
  })
  const grown = change(await reader.next())
  expect(grown.topology?.edges).toMatchObject([{ from_node_id: 'step_1', to_node_id: 'step_2' }])
  await write(STARTED)
  const shrunk = change(await reader.next())
  expect(shrunk).toMatchObject({ removed_nodes: ['step_2'], topology: { edges: [] } })
  expect(shrunk.topology?.topology_hash).not.toBe(grown.topology?.topology_hash)
})

test('writes in quick succession come as one frame, and none is left out', async () => {
  await write(STARTED)
  const reader = await watch(stream)
  let last = hello(await reader.next()).seq
  const events = Array.from({ length: 50 }, (_, i) => anEvent({ event_id: `event ${i}` }))
  for (let count = 1; count <= events.length; count++)
    // oxlint-disable-next-line no-await-in-loop -- one write after the other, as an agent makes them
    await write({ ...STARTED, events: events.slice(0, count) })
  const seen = new Set<string>()
  let frames = 0
  while (seen.size < events.length) {
    // oxlint-disable-next-line no-await-in-loop -- frames come one after the other
    const news = change(await reader.next())
    expect(news.prev).toBe(last)
    last = news.seq
    frames += 1
    for (const event of news.events) {
      expect(seen.has(event.event_id)).toBe(false)
      seen.add(event.event_id)
    }
  }
  expect(frames).toBeLessThan(events.length)
})

test('whoever comes back learns what was written meanwhile, once', async () => {
  await write(STARTED)
  const before = await watch(stream)
  const { seq, epoch } = hello(await before.next())
  await before.leave()
  await write(DONE)
  const after = await watch(stream, seq)
  expect(hello(await after.next())).toMatchObject({ seq: seq + 1, epoch })
  expect(change(await after.next())).toMatchObject({ prev: seq, seq: seq + 1, run: { status: 'completed' } })
  await write({ ...DONE, messages: [aMessage()] })
  expect(change(await after.next())).toMatchObject({ prev: seq + 1, messages: true, events: [] })
})

test('whoever missed nothing is told nothing', async () => {
  await write(STARTED)
  const { seq } = hello(await (await watch(stream)).next())
  const again = await watch(stream, seq)
  hello(await again.next())
  await write(DONE)
  expect(change(await again.next()).prev).toBe(seq)
})

test.each([
  ['of another database', 900],
  ['from before an import', 0],
])('a number %s is answered by a reset', async (_what, lastEventId) => {
  await storeRuns(store, DONE)
  const reader = await watch(stream, lastEventId)
  hello(await reader.next())
  const event = await reader.next()
  expect(event).toMatchObject({ event: 'reset', id: '1', data: { scope: { run_id: RUN }, seq: 1 } })
})

test('nothing of another run is in a run’s stream', async () => {
  await write(STARTED)
  const reader = await watch(stream)
  await reader.next()
  const foreign = aBundle({
    run: aRun({ run_id: OTHER }),
    nodes: [aNode({ run_id: OTHER, label: 'CANARY' })],
    events: [anEvent({ run_id: OTHER, event_id: 'CANARY' })],
  })
  await write(foreign)
  await write(DONE)
  const event = await reader.next()
  expect(change(event).run.run_id).toBe(RUN)
  expect(JSON.stringify([event, ...reader.waiting()])).not.toContain('CANARY')
})

test('a run that is not stored has no stream', async () => {
  const problem = await problemIn(await fetchApp.request(stream))
  expect(problem.code).toBe('not_found')
})

test('a run that moved is told of to whoever watches it, and to whoever comes later', async () => {
  const body = (more: object) => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(otlpBody(more)),
  })
  const own = runOfTrace(TRACE)
  expect((await fetchApp.request('/v1/traces', body({ spanId: '00f067aa0ba902b7' }))).status).toBe(200)
  await projectorOf(store, (sentence) => expect.fail(sentence)).projectDue()
  const reader = await watch(`/api/runs/${own}/stream`)
  hello(await reader.next())
  const attributes = [...AGENT, { key: RUN_ATTRIBUTE, value: { stringValue: OTHER } }]
  expect((await fetchApp.request('/v1/traces', body({ spanId: '00f067aa0ba902b8', attributes }))).status).toBe(200)
  const moved = { event: 'moved', data: { scope: { run_id: own }, moved_to: OTHER } }
  expect([await reader.next(), await reader.next()]).toMatchObject([moved, undefined])
  await projectorOf(store, (sentence) => expect.fail(sentence)).projectDue()
  hello(await (await watch(`/api/runs/${OTHER}/stream`)).next())
  const late = await watch(`/api/runs/${own}/stream`, 3)
  expect([await late.next(), await late.next()]).toMatchObject([moved, undefined])
  expect((await problemIn(await fetchApp.request(`/api/runs/${own}`))).code).toBe('not_found')
})

test('the list tells of runs that are new and of those that changed', async () => {
  const reader = await watch('/api/run-stream')
  expect(z.parse(LIST_STREAM_EVENTS.hello, (await reader.next())?.data).epoch).not.toBe('')
  await write(STARTED)
  const born = z.parse(LIST_STREAM_EVENTS.runs, (await reader.next())?.data)
  expect(born).toMatchObject({ runs: [{ run_id: RUN, status: 'executing' }], more: false })
  await write(DONE)
  const done = z.parse(LIST_STREAM_EVENTS.runs, (await reader.next())?.data)
  expect(done.runs).toMatchObject([{ run_id: RUN, status: 'completed', event_count: 1 }])
})

test('an import of many runs does not flood the list’s stream', async () => {
  const reader = await watch('/api/run-stream')
  await reader.next()
  await storeRuns(
    store,
    ...Array.from({ length: 40 }, (_, i) => aBundle({ run: aRun({ run_id: z.parse(RunId, runId(i)) }) })),
  )
  const { data } = (await reader.next()) ?? {}
  expect(z.parse(LIST_STREAM_EVENTS.runs, data)).toEqual({ scope: {}, runs: [], more: true })
})

test('streams end when the server does', async () => {
  await write(STARTED)
  const [one, list] = [await watch(stream), await watch('/api/run-stream')]
  await Promise.all([one.next(), list.next()])
  await live.close()
  expect(await one.next()).toBeUndefined()
  expect(await list.next()).toBeUndefined()
})

test('HEAD answers without a stream', async () => {
  await write(STARTED)
  const response = await fetchApp.request(stream, { method: 'HEAD' })
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  expect(await response.text()).toBe('')
})
