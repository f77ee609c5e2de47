import { ENDPOINTS, type EndpointName, pathOf } from '#contract/endpoints.ts'
import { BLUE, CANARY } from '#mocks/fixtures/twinRuns.ts'
import { isOfOneRun } from '#server/http/RunTags.ts'
import { StoreUnavailableError } from '#server/store/ports/errors.ts'
import { appOver, twinStore } from '#tests/support/twinApp.ts'
import { expect, test } from 'vitest'

const store = await twinStore()
const names = (Object.keys(ENDPOINTS) as EndpointName[]).filter(
  (name) =>
    ENDPOINTS[name].method === 'GET' && ENDPOINTS[name].reply !== null && /^(?:run|node)$/.test(ENDPOINTS[name].scope),
)
const tagged = names.filter(isOfOneRun)

const addressOf = (name: EndpointName): string => {
  const path = pathOf(name, {
    run_id: BLUE,
    node_id: 'step_1',
    event_id: `${CANARY.blue}-call`,
    file_id: `${CANARY.blue}-report`,
    message_id: `${CANARY.blue}-message`,
  })
  if (name.startsWith('compat')) return `${path}?run_id=${BLUE}`
  return name === 'searchRun' ? `${path}?kind=event&q=e` : path
}

test('only what also tells of other runs, of a session or of an audit has no tag', () => {
  expect(names.filter((name) => !isOfOneRun(name)).sort()).toEqual([
    'getNode',
    'getNodeReuse',
    'getRun',
    'getRunIntegrity',
  ])
})

test.each(tagged)('%s has the tag of its run, and is asked for each time', async (name) => {
  const response = await appOver(store).app.request(addressOf(name))
  expect(response.status).toBe(200)
  expect(response.headers.get('etag')).toMatch(/^W\/"/)
  expect(response.headers.get('cache-control')).toBe('private, no-cache')
})

test.each(names.filter((name) => !isOfOneRun(name)))('%s is kept by nobody', async (name) => {
  const { headers } = await appOver(store).app.request(addressOf(name))
  expect([headers.get('etag'), headers.get('cache-control')]).toEqual([null, 'no-store'])
})

test.each(tagged)('%s asks for nothing but the state of the run where that is known', async (name) => {
  const tag = (await appOver(store).app.request(addressOf(name))).headers.get('etag') ?? ''
  const broken = new Proxy(store.repositories, {
    get: () => new Proxy({}, { get: () => () => Promise.reject(new StoreUnavailableError('nothing is to be read')) }),
  })
  const { app } = appOver({ ...store, repositories: broken })
  const known = await app.request(addressOf(name), { headers: { 'if-none-match': tag } })
  expect([known.status, await known.text()]).toEqual([304, ''])
  expect((await app.request(addressOf(name))).status).toBe(503)
})

test('a question that is wrong is refused, whatever the client knows', async () => {
  const tag = (await appOver(store).app.request(addressOf('getDag'))).headers.get('etag') ?? ''
  const wrong = await appOver(store).app.request(`${addressOf('getDag')}?limit=5`, {
    headers: { 'if-none-match': tag },
  })
  expect(wrong.status).toBe(400)
})
