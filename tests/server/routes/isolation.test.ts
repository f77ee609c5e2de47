import { ENDPOINTS, type EndpointName, pathOf } from '#contract/endpoints.ts'
import { SEARCH_KINDS } from '#contract/search.ts'
import type { RunId } from '#contract/ids.ts'
import { aFile, anEvent } from '#mocks/fixtures/builders.ts'
import { BLUE, CANARY, GREEN, twinRuns, UNKNOWN } from '#mocks/fixtures/twinRuns.ts'
import { IntegrityService } from '#server/integrity/IntegrityService.ts'
import { OTLP_PATHS } from '#server/routes/otlpRoutes.ts'
import { ONLY_BLUE, appOver, problemIn, twinStore } from '#tests/support/twinApp.ts'
import { readSse } from '#tests/support/readSse.ts'
import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'

/*
 * Every route of the live router, asked for the reader's own run, for another's and for none. The old system leaked
 * endpoint by endpoint, so the routes are taken from the router and not from a list that somebody must remember.
 */

const onlyFile = aFile({
  run_id: BLUE,
  node_id: ONLY_BLUE,
  file_id: 'only-file',
  file_path: 'cobalt alone.txt',
  content: new TextEncoder().encode('cobalt'),
})
/** An event whose parent is not stored, so that the integrity report has something to tell of the run. */
const orphan = (run_id: RunId) => {
  const word = run_id === BLUE ? CANARY.blue : CANARY.green
  return anEvent({ run_id, event_id: `${word}-orphan`, parent_event_id: `${word}-gone`, agent_name: word })
}
const NOTHING = { sessions: [], nodes: [], edges: [], events: [], files: [], messages: [] }
const store = await twinStore(
  twinRuns.map((bundle) => ({
    ...bundle,
    events: [...bundle.events, orphan(bundle.run.run_id)],
    files: bundle.run.run_id === BLUE ? [...bundle.files, onlyFile] : bundle.files,
  })),
)
for (const { run } of twinRuns) {
  // A second write, so that a stream has something to tell.
  // oxlint-disable-next-line no-await-in-loop -- a store writes one run at a time
  await store.writer.mergeRun({ ...NOTHING, run_id: run.run_id, run: { ...run, mode: 'repeated' } })
}
await new IntegrityService(store.repositories.integrity).refresh()
const { app } = appOver(store)

const routes = new Set(app.routes.map(({ path }) => path).filter((path) => path !== '/*'))
const names = Object.keys(ENDPOINTS) as EndpointName[]
const listed = new Map<string, EndpointName>(names.map((name) => [ENDPOINTS[name].path, name]))

const colours = [
  { own: 'blue', run_id: BLUE, other: 'green' },
  { own: 'green', run_id: GREEN, other: 'blue' },
] as const

/** Asks an endpoint about `run_id`, with the ids of the run of `word`. */
function ask(name: EndpointName, run_id: string, word: string, node_id = 'step_1') {
  const path = pathOf(name, {
    run_id,
    node_id,
    event_id: `${word}-call`,
    file_id: `${word}-report`,
    message_id: `${word}-message`,
  })
  return app.request(`${path}${neededQuery(name, run_id)}`, whatIsSent(name))
}

/** What is written says of a node of both runs nothing that is not stored already. */
function whatIsSent(name: EndpointName): RequestInit {
  const { method } = ENDPOINTS[name]
  if (method === 'GET') return {}
  const body = JSON.stringify({ nodes: [{ node_id: 'step_1' }] })
  return { method, headers: { 'content-type': 'application/json' }, body }
}

/** What the endpoint cannot be asked without. The letter that is searched for is in every row of both runs. */
function neededQuery(name: EndpointName, run_id: string): string {
  const { shape } = ENDPOINTS[name].query
  if ('kind' in shape) return '?kind=event&q=e'
  // The number of the write before the last one, which is told of first.
  if ('after' in shape) return '?after=1'
  return 'run_id' in shape ? `?run_id=${run_id}` : ''
}

/** Their replies hold ids and numbers only. */
const WORDLESS = new Set<EndpointName>(['getNodeReuse', 'writeBatch'])

/** Everything that the client can see of a reply. */
async function everyByte(response: Response): Promise<string> {
  const isStream = response.headers.get('content-type') === 'text/event-stream'
  return `${JSON.stringify([...response.headers])}\n${isStream ? await firstEvents(response) : await response.text()}`
}

/** A stream goes on until its reader leaves: two events tell what was written last. */
async function firstEvents(response: Response): Promise<string> {
  const reader = readSse(response)
  const events = [await reader.next(), await reader.next()]
  await reader.leave()
  return JSON.stringify(events)
}

const scoped = names.filter((name) => ['run', 'node', 'event'].includes(ENDPOINTS[name].scope))
const withRun = scoped.filter((name) => ENDPOINTS[name].scope !== 'event')
/** They read nothing of any run. */
const PROBES = ['/livez', '/readyz']
const withNode = names.filter((name) => ENDPOINTS[name].scope === 'node')

test('every route of the router is in the contract, takes telemetry or is a probe, and every endpoint of the contract has a route', () => {
  expect(routes).toEqual(new Set([...listed.keys(), ...OTLP_PATHS, ...PROBES]))
})

test.each(OTLP_PATHS)('nothing can be read at %s', async (path) => {
  for (const method of ['GET', 'HEAD']) expect((await app.request(path, { method })).status).toBe(405)
})

describe.each(colours)('a reader of the $own run', ({ own, run_id, other }) => {
  test.each(scoped)('sees own words and none of the other run in %s', async (name) => {
    const response = await ask(name, run_id, CANARY[own])
    expect(response.status).toBe(200)
    const seen = await everyByte(response)
    // Numbers bear no words; the run that they are of is told all the same.
    expect(seen).toContain(WORDLESS.has(name) ? run_id : CANARY[own])
    expect(seen).not.toContain(CANARY[other])
  })

  test.each(withRun)('sees nothing of either run when %s is asked for an unknown run', async (name) => {
    const response = await ask(name, UNKNOWN, CANARY[own])
    expect(response.status).toBe(404)
    const seen = await everyByte(response)
    expect(seen).not.toContain(CANARY[own])
    expect(seen).not.toContain(CANARY[other])
  })

  test.each(['getEvent', 'getFile', 'getFileContent', 'getMessage'] as const)(
    'cannot reach the other run\u2019s rows by %s',
    async (name) => {
      const [foreign, unknown] = [await ask(name, run_id, CANARY[other]), await ask(name, UNKNOWN, CANARY[other])]
      expect([foreign.status, unknown.status]).toEqual([404, 404])
      const [a, b] = [await problemIn(foreign), await problemIn(unknown)]
      expect({ ...a, instance: '' }).toEqual({ ...b, instance: '' })
    },
  )
})

test.each(withNode)('%s does not tell a node of another run from a node that is nowhere', async (name) => {
  const own = await ask(name, BLUE, CANARY.blue, ONLY_BLUE)
  expect(own.status).toBe(200)
  const [foreign, unknown] = [
    await ask(name, GREEN, CANARY.blue, ONLY_BLUE),
    await ask(name, GREEN, CANARY.blue, 'nowhere'),
  ]
  expect([foreign.status, unknown.status]).toEqual([404, 404])
  const [a, b] = [await problemIn(foreign), await problemIn(unknown)]
  expect({ ...a, instance: '' }).toEqual({ ...b, instance: '' })
})

test.each(SEARCH_KINDS)(
  'a search for a %s by a word of the other run finds nothing, and counts nothing',
  async (kind) => {
    for (const { own, run_id, other } of colours) {
      const search = async (q: string) =>
        z.parse(
          ENDPOINTS.searchRun.reply,
          await (await app.request(`/api/runs/${run_id}/search?kind=${kind}&q=${q}`)).json(),
        )
      const found = await search(CANARY[own])
      expect([found.total, found.items.length]).toEqual([found.searched.of, found.searched.of])
      expect(found.total).toBeGreaterThan(0)
      expect(await search(CANARY[other])).toEqual({ ...found, items: [], total: 0 })
    }
  },
)

test('each row of the run list bears words of its own run only', async () => {
  const reply = z.parse(ENDPOINTS.listRuns.reply, await (await app.request('/api/runs')).json())
  expect(reply.items).toHaveLength(2)
  for (const row of reply.items) {
    const other = row.run_id === BLUE ? CANARY.green : CANARY.blue
    expect(JSON.stringify(row)).not.toContain(other)
  }
})

test('each answers to the methods that the contract has for its path, and to no other', async () => {
  for (const name of names) {
    const { path } = ENDPOINTS[name]
    const own = app.routes.filter((route) => route.path === path && route.method !== 'ALL')
    const methods = names.filter((other) => ENDPOINTS[other].path === path).map((other) => ENDPOINTS[other].method)
    expect([name, own.map((route) => route.method)]).toEqual([name, methods])
  }
})

test('a session filter lists that session\u2019s runs only', async () => {
  const text = await (await app.request(`/api/runs?session_id=session-${CANARY.blue}`)).text()
  expect(text).toContain(BLUE)
  expect(text).not.toContain(GREEN)
})
