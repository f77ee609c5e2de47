import { pathOf } from '#contract/endpoints.ts'
import { BLUE, CANARY, GREEN } from '#mocks/fixtures/twinRuns.ts'
import type { Repositories, Store } from '#server/store/ports/store.ts'
import { StoreUnavailableError } from '#server/store/ports/errors.ts'
import { appOver, problemIn, twinStore } from '#tests/support/twinApp.ts'
import { expect, test } from 'vitest'

/* A store that forgot its predicate, as the old one did, and one that fails: what leaves the server then. */

const honest = await twinStore()
const over = (repositories: Partial<Repositories>): Store => ({
  ...honest,
  repositories: { ...honest.repositories, ...repositories },
})
const { events, nodes, files, messages, summaries, search } = honest.repositories
const green = { run_id: GREEN, node_id: 'step_1' } as Parameters<typeof summaries.summarizeNode>[0]

const leaky = over({
  events: {
    listEventsForNodeInRun: (_, filter, page) => events.listEventsForNodeInRun(green, filter, page),
    listEventsForRun: (_, filter, page) => events.listEventsForRun(GREEN, filter, page),
    listEventBriefsForNodeInRun: (_, part, page) => events.listEventBriefsForNodeInRun(green, part, page),
    listEventBriefsForRun: (_, part, page) => events.listEventBriefsForRun(GREEN, part, page),
    findEvent: async () => events.findEvent(GREEN, `${CANARY.green}-call` as Parameters<typeof events.findEvent>[1]),
    getEventTree: async (run_id, event_id) => {
      const own = await events.getEventTree(run_id, event_id)
      const foreign = await events.getEventTree(GREEN, `${CANARY.green}-code` as typeof event_id)
      return {
        rows: [...own.rows, ...foreign.rows.map((row) => ({ ...row, parent_event_id: event_id }))],
        truncated: false,
      }
    },
    runsOfEvent: (event_id, limit) => events.runsOfEvent(event_id, limit),
  },
  nodes: {
    listEnrichedNodes: () => nodes.listEnrichedNodes(GREEN),
    findEnrichedNode: () => nodes.findEnrichedNode(green),
    hasNode: () => nodes.hasNode(green),
    listEdges: () => nodes.listEdges(GREEN),
    countEventsWithoutNode: () => nodes.countEventsWithoutNode(GREEN),
    countOtherRunsWithNodeId: () => nodes.countOtherRunsWithNodeId(green),
  },
  files: {
    listFilesForNodeInRun: (_, page) => files.listFilesForNodeInRun(green, page),
    listFilesForRun: (_, page) => files.listFilesForRun(GREEN, page),
    findFile: () => files.findFile(GREEN, `${CANARY.green}-report` as Parameters<typeof files.findFile>[1]),
    readContent: (...request) => files.readContent(...request),
  },
  messages: {
    listMessagesForNodeInRun: (_, page) => messages.listMessagesForNodeInRun(green, page),
    listMessagesForRun: (_, filter, page) => messages.listMessagesForRun(GREEN, filter, page),
    findMessage: () =>
      messages.findMessage(GREEN, `${CANARY.green}-message` as Parameters<typeof messages.findMessage>[1]),
    countMessageFlows: () => messages.countMessageFlows(GREEN),
  },
  search: { search: (_, kind, q, page) => search.search(GREEN, kind, q, page) },
})

test.each([
  'getDag',
  'getDagColumns',
  'getNode',
  'listRunEvents',
  'getRunEventColumns',
  'getEvent',
  'listRunFiles',
  'getFile',
  'getFileContent',
  'listRunMessages',
  'getMessage',
  'listNodeEvents',
  'getNodeEventColumns',
  'listNodeFiles',
  'listNodeMessages',
  'getEventTree',
  'searchRun',
  'getRunFilesZip',
  'getNodeFilesZip',
] as const)('%s sends nothing when the store hands it rows of another run', async (name) => {
  const { app, lines } = appOver(leaky, { replyCheck: 'scope' })
  const ids = {
    run_id: BLUE,
    node_id: 'step_1',
    event_id: `${CANARY.blue}-call`,
    file_id: `${CANARY.blue}-report`,
    message_id: `${CANARY.blue}-message`,
  }
  const response = await app.request(`${pathOf(name, ids)}${name === 'searchRun' ? '?kind=event&q=e' : ''}`)
  const text = await response.clone().text()
  expect(text).not.toContain(CANARY.green)
  expect(text).not.toContain(CANARY.blue)
  expect(await problemIn(response)).toMatchObject({ status: 500, code: 'scope_violation' })
  expect(lines).toMatchObject([{ level: 'error', status: 500, error: { name: 'ScopeViolationError' } }])
})

test.each(['listNodeEvents', 'getNodeEventColumns'] as const)(
  'rows of another node of the same run are refused by %s as well',
  async (name) => {
    const store = over({
      events: {
        listEventsForNodeInRun: (ref, filter, page) => events.listEventsForRun(ref.run_id, filter, page),
        listEventBriefsForNodeInRun: (ref, part, page) => events.listEventBriefsForRun(ref.run_id, part, page),
        listEventBriefsForRun: (run_id, part, page) => events.listEventBriefsForRun(run_id, part, page),
        findEvent: (run_id, event_id) => events.findEvent(run_id, event_id),
        getEventTree: (run_id, event_id) => events.getEventTree(run_id, event_id),
        runsOfEvent: (event_id, limit) => events.runsOfEvent(event_id, limit),
        listEventsForRun: (run_id, filter, page) => events.listEventsForRun(run_id, filter, page),
      },
    })
    const { app } = appOver(store, { replyCheck: 'scope' })
    const response = await app.request(pathOf(name, { run_id: BLUE, node_id: 'step_1' }))
    expect((await problemIn(response)).code).toBe('scope_violation')
  },
)

class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
  readonly code = '42P01'
}

const failing = (error: Error) => {
  const reject = () => Promise.reject(error)
  return over({
    runs: {
      listRuns: reject,
      findRun: reject,
      findListedRun: reject,
      hasRun: reject,
      isImported: reject,
      facets: reject,
      recentRuns: reject,
      isEmpty: reject,
    },
  })
}

test('a failure that nobody expected tells the client nothing of itself', async () => {
  const secret = 'relation "secret_table" does not exist at /srv/app/db.ts:7'
  const { app, lines } = appOver(failing(new DatabaseError(secret)))
  const response = await app.request('/api/runs?q=hush')
  const text = await response.clone().text()
  expect(text).not.toMatch(/secret|relation|db\.ts|DatabaseError|42P01|hush/)
  const problem = await problemIn(response)
  expect(problem).toMatchObject({ status: 500, code: 'internal' })
  expect(lines).toEqual([
    {
      time: expect.any(String),
      level: 'error',
      request_id: problem.instance.replace('urn:uuid:', ''),
      method: 'GET',
      route: '/api/runs',
      status: 500,
      ms: expect.any(Number),
      error: { name: 'DatabaseError', code: '42P01' },
    },
  ])
})

test('a database that cannot be reached is 503, for the client may try again', async () => {
  const { app } = appOver(failing(new StoreUnavailableError('connect ECONNREFUSED 10.0.0.7:5432')))
  const response = await app.request('/api/runs')
  expect(await response.clone().text()).not.toContain('10.0.0.7')
  expect(await problemIn(response)).toMatchObject({ status: 503, code: 'unavailable' })
})

test('a reply that breaks the contract is refused where a developer watches', async () => {
  const store = over({ runs: { facets: async () => ({ statuses: 1 }) } as never })
  const { app } = appOver(store)
  expect((await problemIn(await app.request('/api/run-facets'))).code).toBe('internal')
})
