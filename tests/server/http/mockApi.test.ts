// @vitest-environment happy-dom
import { ENDPOINTS, type EndpointName, pathOf } from '#contract/endpoints.ts'
import { Problem } from '#contract/errors.ts'
import * as faults from '#mocks/faults.ts'
import { BLUE, CANARY, GREEN, twinRuns, twinSessions } from '#mocks/fixtures/twinRuns.ts'
import { apiHandlers } from '#mocks/handlers.ts'
import { createMemoryStore } from '#server/store/memory/memoryStore.ts'
import { server } from '#mocks/node.ts'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import * as z from 'zod/mini'

/* The mock as the application's tests use it, in their environment: a document whose fetch is not Node's. */

const store = createMemoryStore()
const step = { run_id: BLUE, node_id: 'step_1' }

beforeAll(async () => {
  await store.writer.writeSessions(twinSessions)
  for (const run of twinRuns) await store.writer.writeRun(run)
  server.listen({ onUnhandledRequest: 'error' })
})
beforeEach(() => server.use(...apiHandlers(store)))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const ask = (name: EndpointName, params: Readonly<Record<string, string>>) =>
  fetch(new URL(pathOf(name, params), 'http://localhost:3000'))

test('the mock answers as the server does', async () => {
  const response = await ask('listNodeEvents', step)
  expect(response.status).toBe(200)
  const reply = z.parse(ENDPOINTS.listNodeEvents.reply, await response.json())
  expect(reply.items.map((event) => event.event_id)).toEqual(['cobalt-call', 'cobalt-code', 'cobalt-error'])
})

test('the mock answers an unknown run with a problem', async () => {
  const response = await ask('getRun', { run_id: 'dead0000-0000-4000-8000-00000000dead' })
  expect([response.status, z.parse(Problem, await response.json()).code]).toEqual([404, 'not_found'])
})

test('the mock sends the bytes of a file', async () => {
  const response = await ask('getFileContent', { run_id: BLUE, file_id: 'cobalt-report' })
  expect(await response.text()).toBe('# The cobalt report\n')
})

test('a foreign item comes last in an otherwise honest envelope', async () => {
  server.use(faults.foreignItem(store, 'listNodeEvents', GREEN))
  const reply = z.parse(ENDPOINTS.listNodeEvents.reply, await (await ask('listNodeEvents', step)).json())
  expect(reply.scope).toEqual(step)
  expect(reply.items.map((event) => event.run_id)).toEqual([BLUE, BLUE, BLUE, GREEN])
  expect(reply.total).toBe(4)
})

test.each(['getDag', 'getDagColumns', 'getNode', 'getNodeSummary'] as const)(
  'a foreign item can be put into %s',
  async (name) => {
    server.use(faults.foreignItem(store, name, GREEN))
    const text = await (await ask(name, step)).text()
    expect(text).toContain(`"scope":{"run_id":"${BLUE}"`)
    expect(text).toContain(CANARY.green)
  },
)

test('a foreign scope is the other run\u2019s whole reply', async () => {
  server.use(faults.foreignScope(store, 'listNodeEvents', GREEN))
  const reply = z.parse(ENDPOINTS.listNodeEvents.reply, await (await ask('listNodeEvents', step)).json())
  expect(reply.scope.run_id).toBe(GREEN)
})

test('a fault is for the run that it names and leaves others alone', async () => {
  server.use(faults.problem('getDag', 'unavailable', { run_id: GREEN }))
  expect((await ask('getDag', { run_id: BLUE })).status).toBe(200)
  const refused = await ask('getDag', { run_id: GREEN })
  expect([refused.status, z.parse(Problem, await refused.json()).code]).toEqual([503, 'unavailable'])
})

test('a held reply waits until it is released', async () => {
  const { handler, release } = faults.held('getRun')
  server.use(handler)
  let arrived = false
  const reply = ask('getRun', { run_id: BLUE }).then((response) => {
    arrived = true
    return response.status
  })
  await ask('getDag', { run_id: BLUE })
  expect(arrived).toBe(false)
  release()
  expect(await reply).toBe(200)
})

test('a slow reply is the honest one', async () => {
  server.use(faults.slow('getRun', 20))
  expect((await ask('getRun', { run_id: BLUE })).status).toBe(200)
})

test('broken replies are broken as they say', async () => {
  server.use(faults.malformedJson('getRun'), faults.htmlInsteadOfJson('getDag'), faults.wrongShape('listRuns'))
  await expect((await ask('getRun', { run_id: BLUE })).json()).rejects.toThrow(/JSON/)
  expect(await (await ask('getDag', { run_id: BLUE })).text()).toContain('<!doctype html>')
  expect(z.safeParse(ENDPOINTS.listRuns.reply, await (await ask('listRuns', {})).json()).success).toBe(false)
})

test('offline means that no reply comes at all', async () => {
  server.use(faults.offline('getRun'))
  await expect(ask('getRun', { run_id: BLUE })).rejects.toThrow(/fetch|network/i)
})
