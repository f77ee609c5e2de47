import { Batch } from '#contract/batch.ts'
import { ENDPOINTS } from '#contract/endpoints.ts'
import { ReportError, type RunOptions, startRun } from 'runlens/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as z from 'zod/mini'
import { eventually } from '#tests/support/eventually.ts'
import { aServer } from '../support/client/aServer.ts'

let server: Awaited<ReturnType<typeof aServer>>
beforeEach(async () => {
  server = await aServer()
})
afterEach(() => server.close())

const begin = (over: Partial<RunOptions> = {}) => startRun({ url: server.url, task: 'Plan a trip', ...over })
const eventsOf = async (run_id: string) =>
  z.parse(ENDPOINTS.listRunEvents.reply, await server.get(`/runs/${run_id}/events`)).items
const refusalOf = async (promise: Promise<void>): Promise<ReportError> => {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ReportError)) throw new Error('nothing was refused')
  return error
}
const unavailable = () => new Response('{}', { status: 503 })

test('a run is told whole: nodes, edges, events, files, messages, and how it ended', async () => {
  const run = begin({ session: 'trips', agent: 'planner', model: 'small', mode: 'one_shot' })
  const plan = run.node('plan', { type: 'planning', agent: 'planner', label: 'Plan the trip' })
  const call = plan.event('llm_call', { inputs: { prompt: 'Rome?' } })
  const tool = call.event('tool_call', { inputs: { tool: 'search' } })
  tool.end({ outputs: ['Rome'] })
  call.end({ outputs: { text: 'Rome' }, meta: { model: 'small', tokens: { input: 3, output: 1 } } })
  plan.end()
  const a = run.node('a', { after: plan })
  const b = run.node('b', { after: plan, condition: 'if it rains' })
  const last = run.node('last', { after: [a, b] })
  last.file('itinerary.md', '# Rome', { event: call })
  last.file('picture.png', new Uint8Array([0, 255, 128]))
  last.file('elsewhere.bin')
  last.message({ from: 'planner', to: 'writer', content: 'go' })
  await run.end()

  expect(await server.get(`/runs/${run.run_id}`)).toMatchObject({
    item: {
      session_id: 'trips',
      status: 'completed',
      task_description: 'Plan a trip',
      agent: 'planner',
      model: 'small',
      mode: 'one_shot',
      node_count: 4,
      event_count: 2,
      file_count: 3,
      message_count: 1,
      error_count: 0,
    },
  })
  expect(await server.get(`/runs/${run.run_id}/dag`)).toMatchObject({
    nodes: [
      { node_id: 'plan', label: 'Plan the trip', status: 'completed', node_type: 'planning', order_index: 1 },
      { node_id: 'a', label: 'a', status: 'completed' },
      { node_id: 'b', status: 'completed' },
      { node_id: 'last', status: 'completed', order_index: 4 },
    ],
    edges: [
      { from_node_id: 'a', to_node_id: 'last', dependency_type: 'parallel' },
      { from_node_id: 'b', to_node_id: 'last', dependency_type: 'parallel' },
      { from_node_id: 'plan', to_node_id: 'a', dependency_type: 'sequential' },
      { from_node_id: 'plan', to_node_id: 'b', dependency_type: 'conditional', condition: 'if it rains' },
    ],
  })
  const events = await eventsOf(run.run_id)
  expect(events).toMatchObject([
    { event_type: 'llm_call', event_subtype: 'execution', agent_name: 'planner', input_tokens: 3, execution_order: 1 },
    { event_type: 'tool_call', status: 'completed', parent_event_id: call.event_id, depth: 1, execution_order: 2 },
  ])
  expect(events.every(({ duration_ms }) => duration_ms !== null && duration_ms > 0)).toBe(true)
  const { items } = z.parse(ENDPOINTS.listRunFiles.reply, await server.get(`/runs/${run.run_id}/files`))
  expect(items.map((file) => [file.file_path, file.file_type, file.size_bytes, file.has_content])).toEqual([
    ['itinerary.md', 'report', 6, true],
    ['picture.png', 'plot', 3, true],
    ['elsewhere.bin', 'other', null, false],
  ])
})

test('what is posted is what the contract says, run first', async () => {
  const run = begin()
  run.node('a').event('info').end({ outputs: 1 })
  await run.flush()
  await run.end()
  expect(server.bodies).toHaveLength(2)
  for (const body of server.bodies) z.parse(Batch, JSON.parse(body))
})

test('a run that is under way can be seen before it ends', async () => {
  const run = begin({ flushEveryMs: 5 })
  const node = run.node('a')
  node.event('llm_call')
  await eventually(async () => {
    expect(await server.get(`/runs/${run.run_id}`)).toMatchObject({ item: { status: 'executing', event_count: 1 } })
  })
  expect(await server.get(`/runs/${run.run_id}/nodes/a`)).toMatchObject({
    item: { status: 'running', completed_at: null },
  })
  node.status('waiting_approval')
  await run.flush()
  expect(await server.get(`/runs/${run.run_id}/nodes/a`)).toMatchObject({ item: { status: 'waiting_approval' } })
  await run.end()
})

test('what failed says why, and a run that failed ends its open nodes as failed', async () => {
  const run = begin()
  const done = run.node('done')
  done.end()
  const step = run.node('step', { after: done })
  step.event('tool_call').fail(new TypeError('no such city'), { outputs: { code: 1 } })
  step.fail(new Error('gave up'))
  run.node('open')
  await run.fail('everything')
  expect(await server.get(`/runs/${run.run_id}`)).toMatchObject({ item: { status: 'failed', error_count: 3 } })
  expect(await server.get(`/runs/${run.run_id}/dag`)).toMatchObject({
    nodes: [
      { node_id: 'done', status: 'completed' },
      { node_id: 'step', status: 'failed' },
      { node_id: 'open', status: 'failed' },
    ],
  })
  const events = await eventsOf(run.run_id)
  expect(events.map((event) => [event.node_id, event.event_type, event.error_message])).toEqual([
    ['step', 'tool_call', 'TypeError: no such city'],
    ['step', 'error', 'Error: gave up'],
    [null, 'error', 'everything'],
  ])
})

test('to end twice is to end once, and a node that work comes back to runs again', async () => {
  const run = begin()
  const node = run.node('loop', { label: 'Loop' })
  const event = node.event('info')
  event.end({ outputs: 'first' })
  event.fail('too late')
  node.end()
  node.fail('too late')
  expect(run.node('loop')).toBe(node)
  await run.flush()
  expect(await server.get(`/runs/${run.run_id}/nodes/loop`)).toMatchObject({
    item: { status: 'running', label: 'Loop', completed_at: null, order_index: 1 },
  })
  await Promise.all([run.end(), run.end(), run.fail('too late')])
  expect(await server.get(`/runs/${run.run_id}`)).toMatchObject({ item: { status: 'completed', error_count: 0 } })
})

test('whatever an agent hands over is told, and what it changes later is not', async () => {
  const run = begin()
  const inputs: Record<string, unknown> = { list: [1n, Number.NaN, undefined], map: new Map([['a', new Set([1])]]) }
  inputs['self'] = inputs
  inputs['bytes'] = new Uint8Array(3)
  inputs['when'] = new Date(0)
  Object.defineProperty(inputs, 'trap', {
    enumerable: true,
    get() {
      throw new Error('do not touch')
    },
  })
  let deep: unknown = 'bottom'
  for (let level = 0; level < 500; level++) deep = [deep]
  const call = run.event('tool_call', { inputs, meta: { deep, skip: () => 1 } })
  inputs['list'] = 'changed'
  call.end()
  await run.end()
  expect(await server.get(`/runs/${run.run_id}/events/${call.event_id}`)).toMatchObject({
    item: {
      inputs: {
        list: ['1', 'NaN', null],
        map: { a: [1] },
        self: '[circular]',
        bytes: '[3 bytes]',
        when: '1970-01-01T00:00:00.000Z',
        trap: '[unreadable]',
      },
    },
  })
})

test('many rows go in several batches, in order, and all arrive', async () => {
  const run = begin()
  for (let index = 0; index < 700; index++) run.node(`n${index}`).event('info').end()
  await run.end()
  expect(server.bodies.length).toBeGreaterThan(2)
  expect(await server.get(`/runs/${run.run_id}`)).toMatchObject({ item: { node_count: 700, event_count: 700 } })
})

test('a server that is busy or away is tried again, and what changed meanwhile is not lost', async () => {
  let left = 2
  server.answerWith(() => (left-- > 0 ? unavailable() : undefined))
  const run = begin({ flushEveryMs: 1 })
  const node = run.node('a', { label: 'A' })
  await eventually(() => expect(server.bodies.length).toBeGreaterThan(0))
  node.end()
  await run.end()
  expect(left).toBeLessThan(0)
  expect(await server.get(`/runs/${run.run_id}/nodes/a`)).toMatchObject({ item: { status: 'completed', label: 'A' } })
})

test('a reply that got lost makes nothing twice', async () => {
  const lost = new Set<string>()
  const fetchOnceLost: NonNullable<RunOptions['fetch']> = async (url, init) => {
    const response = await fetch(url, init)
    if (lost.has('first')) return response
    lost.add('first')
    throw new TypeError('socket hang up')
  }
  const run = begin({ fetch: fetchOnceLost })
  run.node('a').event('info').end()
  await run.end()
  expect(server.bodies).toHaveLength(2)
  expect(await server.get(`/runs/${run.run_id}`)).toMatchObject({ item: { node_count: 1, event_count: 1 } })
})

test('a server that stays away costs the agent nothing but the wait for its end, and the rows are kept', async () => {
  server.answerWith(unavailable)
  const run = begin({ giveUpAfterMs: 300 })
  run.node('a').event('info').end()
  const error = await refusalOf(run.flush())
  expect(error).toMatchObject({ unsent: 4, refused: [] })
  expect(error.message).toContain('503')
  server.answerWith(() => undefined)
  await run.end()
  expect(await server.get(`/runs/${run.run_id}`)).toMatchObject({ item: { status: 'completed', event_count: 1 } })
})

test('where no server is at all, a flush says so', async () => {
  const run = startRun({ url: 'http://127.0.0.1:1', giveUpAfterMs: 100 })
  expect((await refusalOf(run.end())).message).toMatch(/2 rows could not be sent to Runlens/)
})

test('a row that is refused goes alone, and whoever flushes hears which it was', async () => {
  const run = begin()
  run.node('good')
  const bad = run.node('bad\u0000')
  bad.event('info').end()
  bad.end()
  run.node('fine')
  const { refused, unsent, message } = await refusalOf(run.flush())
  expect(refused.map(({ row }) => row.split(' ')[0])).toEqual(['nodes', 'events'])
  expect([unsent, message.includes('control characters')]).toEqual([0, true])
  expect(await server.get(`/runs/${run.run_id}/dag`)).toMatchObject({
    nodes: [{ node_id: 'good' }, { node_id: 'fine' }],
  })
  await run.end()
})

test('a row that is too large goes alone, too', async () => {
  const run = begin()
  run.node('a').event('llm_call', { inputs: 'x'.repeat(9 * 1024 * 1024) })
  run.node('b').event('llm_call', { inputs: 'small' })
  expect((await refusalOf(run.end())).refused).toHaveLength(1)
  expect(await server.get(`/runs/${run.run_id}`)).toMatchObject({ item: { status: 'completed', node_count: 2 } })
})

test('an end that nobody awaits brings down no process', async () => {
  const unhandled = vi.fn<(reason: unknown) => void>()
  process.on('unhandledRejection', unhandled)
  const run = startRun({ url: 'http://127.0.0.1:1', giveUpAfterMs: 1 })
  void run.end()
  await refusalOf(run.end())
  await new Promise((resolve) => setImmediate(resolve))
  process.off('unhandledRejection', unhandled)
  expect(unhandled).not.toHaveBeenCalled()
})
