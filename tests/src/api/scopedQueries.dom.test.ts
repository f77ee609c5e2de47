import { NodeId, type EventId, type MessageId, type NodeRef } from '#contract/ids.ts'
import { type ReadName, READS } from '#contract/reads.ts'
import { aBundle, aFile, anEvent } from '#mocks/fixtures/builders.ts'
import { BLUE, CANARY, GREEN, twinRuns, twinSessions } from '#mocks/fixtures/twinRuns.ts'
import { apiOver } from '#mocks/handlers.ts'
import { createMemoryStore } from '#server/store/memory/memoryStore.ts'
import { server } from '#mocks/node.ts'
import { IntegrityService } from '#server/integrity/IntegrityService.ts'
import { columnQueries } from '#src/api/columnPages.ts'
import { errorQueries } from '#src/api/errorQueries.ts'
import { ScopeViolationError } from '#src/api/errors.ts'
import { nodeQueries } from '#src/api/nodeQueries.ts'
import { runQueries } from '#src/api/runQueries.ts'
import { searchQueries } from '#src/api/searchQueries.ts'
import { createQueryClient } from '#src/app/queryClient.ts'
import { readWholeNode } from '#src/node/download/readWholeNode.ts'
import type { QueryClient } from '@tanstack/react-query'
import { http, HttpResponse } from 'msw'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod/mini'

/*
 * Whatever the app reads of a run or node, from a server that spoils one place of one reply. The places are found in the honest
 * reply and not in the contract, so that a place that the contract forgets turns these tests red.
 */

const STEP: NodeRef = { run_id: BLUE, node_id: z.parse(NodeId, 'step_1') }
const eventId = `${CANARY.blue}-call` as EventId
const messageId = `${CANARY.blue}-message` as MessageId

type Read = (client: QueryClient) => Promise<unknown>
const QUERIES: Readonly<Record<string, Read>> = {
  'runQueries.detail': (client) => client.fetchQuery(runQueries.detail(BLUE)),
  'runQueries.dag': (client) => client.fetchQuery(runQueries.dag(BLUE)),
  'runQueries.overview': (client) => client.fetchQuery(runQueries.overview(BLUE)),
  'runQueries.summary': (client) => client.fetchQuery(runQueries.summary(BLUE)),
  'runQueries.integrity': (client) => client.fetchQuery(runQueries.integrity(BLUE)),
  'runQueries.files': (client) => client.fetchInfiniteQuery(runQueries.files(BLUE)),
  'runQueries.messages': (client) => client.fetchInfiniteQuery(runQueries.messages(BLUE)),
  'runQueries.message': (client) => client.fetchQuery(runQueries.message(BLUE, messageId)),
  'runQueries.event': (client) => client.fetchQuery(runQueries.event(BLUE, eventId)),
  'errorQueries.inRun': (client) => client.fetchQuery(errorQueries.inRun(BLUE)),
  'searchQueries.inRun': (client) => client.fetchInfiniteQuery(searchQueries.inRun(BLUE, 'event', CANARY.blue)),
  'columnQueries.run': (client) => client.fetchInfiniteQuery(columnQueries.run({ run_id: BLUE })),
  'columnQueries.node': (client) => client.fetchInfiniteQuery(columnQueries.node(STEP)),
  'nodeQueries.detail': (client) => client.fetchQuery(nodeQueries.detail(STEP)),
  'nodeQueries.summary': (client) => client.fetchQuery(nodeQueries.summary(STEP)),
  'nodeQueries.reuse': (client) => client.fetchQuery(nodeQueries.reuse(STEP)),
  'nodeQueries.files': (client) => client.fetchInfiniteQuery(nodeQueries.files(STEP)),
  'nodeQueries.messages': (client) => client.fetchInfiniteQuery(nodeQueries.messages(STEP)),
  readWholeNode: () => readWholeNode(STEP, () => undefined, new AbortController().signal),
}
const QUERIES_OF_NODES = /^(?:nodeQueries|columnQueries\.node|readWholeNode)/

/** The twin runs, and in the blue one an event whose parent is missing, and a file whose row is cut in lists. */
const data = twinRuns.map((bundle) =>
  bundle.run.run_id === GREEN
    ? bundle
    : aBundle({
        ...bundle,
        events: [
          ...bundle.events,
          anEvent({ ...STEP, event_id: 'orphan', parent_event_id: 'gone', execution_order: 6 }),
        ],
        files: [...bundle.files, aFile({ ...STEP, file_id: 'cut', file_path: `${'deep/'.repeat(400)}cobalt.md` })],
        messages: bundle.messages.map((message) => ({ ...message, content: message.content.repeat(400) })),
      }),
)

type Row = Record<string, unknown>
const isObject = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The objects of a reply that name a run, by their place; of a list the last one. */
function rowsByPlace(value: unknown, place = ''): ReadonlyMap<string, Row> {
  if (Array.isArray(value)) return new Map(value.flatMap((member: unknown) => [...rowsByPlace(member, place)]))
  if (!isObject(value)) return new Map()
  const inner = Object.entries(value).flatMap(([field, part]) => [
    ...rowsByPlace(part, place ? `${place}.${field}` : field),
  ])
  return new Map('run_id' in value ? [[place, value] as const, ...inner] : inner)
}

/** The same run for all rows but the last, which is of another. */
const packedForeign = (rows: number) => ({
  words: [BLUE, GREEN],
  at: Array.from({ length: rows }, (_, row) => (row === rows - 1 ? 1 : 0)),
})

const SPOILERS: Readonly<Record<string, (row: Row) => void>> = {
  'another run': (row) => {
    const column = row['node_id'] ?? row['from']
    row['run_id'] = isObject(row['run_id']) && Array.isArray(column) ? packedForeign(column.length) : GREEN
  },
  'another node': (row) => {
    row['node_id'] = 'planning'
  },
}

const nameOf = (url: string): ReadName => {
  const names = Object.keys(READS) as ReadName[]
  const { pathname } = new URL(url)
  const name = names.find((each) => new RegExp(`^${READS[each].path.replace(/:\w+/g, '[^/]+')}$`).test(pathname))
  if (!name) throw new Error(`${pathname} is nothing that the app reads`)
  return name
}

const store = createMemoryStore()
const app = apiOver(store)
/** Every reply that was sent since the last `serve`, by its name. */
let sent = new Map<ReadName, ReadonlyMap<string, Row>>()

/** An honest server, but for what `spoil` does to its replies. */
function serve(spoil: (name: ReadName, reply: unknown) => void = () => undefined): void {
  sent = new Map()
  server.resetHandlers()
  server.use(
    http.get(/\/api\//, async ({ request }) => {
      const reply: unknown = await (await app.fetch(request)).json()
      const name = nameOf(request.url)
      sent.set(name, rowsByPlace(reply))
      spoil(name, reply)
      return HttpResponse.json(reply as Row)
    }),
  )
}

beforeAll(async () => {
  await store.writer.writeSessions(twinSessions)
  for (const bundle of data) await store.writer.writeRun(bundle)
  await new IntegrityService(store.repositories.integrity).refresh()
  server.listen({ onUnhandledRequest: 'error' })
})
afterAll(() => {
  server.resetHandlers()
  server.close()
})

const cached = (client: QueryClient) =>
  client
    .getQueryCache()
    .getAll()
    .map(({ state }) => state.data)
    .filter((value) => value !== undefined)

/** Every reply of the query with every place of it that may be spoiled, and how. */
async function spoiledPlaces(name: string, read: Read) {
  serve()
  await read(createQueryClient(1))
  return [...sent].flatMap(([endpoint, rows]) =>
    [...rows].flatMap(([place, row]) => [
      { endpoint, place, how: 'another run' },
      // What was asked for by its run alone states no node in its envelope.
      ...(QUERIES_OF_NODES.test(name) && 'node_id' in row ? [{ endpoint, place, how: 'another node' }] : []),
    ]),
  )
}

it.each(Object.entries(QUERIES))(
  '%s takes an honest reply, and refuses one that is spoiled anywhere',
  async (name, read) => {
    const cases = await spoiledPlaces(name, read)
    expect(cases.length).toBeGreaterThan(1)
    for (const { endpoint, place, how } of cases) {
      serve((sentName, reply) => {
        const row = rowsByPlace(reply).get(place)
        if (sentName === endpoint && row) SPOILERS[how]?.(row)
      })
      const client = createQueryClient(1)
      const outcome = await read(client).catch((error: unknown) => error)
      expect(outcome, `${endpoint} with ${place} of ${how}`).toBeInstanceOf(ScopeViolationError)
      expect(cached(client)).toEqual([])
    }
  },
)

it('together they read whatever the contract says of a run or a node, with a row at every place', async () => {
  const found = new Map<string, Set<string>>()
  for (const [name, read] of Object.entries(QUERIES))
    for (const { endpoint, place } of await spoiledPlaces(name, read))
      found.set(endpoint, (found.get(endpoint) ?? new Set()).add(place))
  const declared = Object.entries(READS).flatMap(([name, { path, reply }]) =>
    reply && path.includes(':run_id') ? [name] : [],
  )
  expect([...found.keys()].sort()).toEqual(declared.sort())
  for (const [name, places] of found) expect([name, places.size > 1]).toEqual([name, true])
  expect([...(found.get('getDagColumns') ?? [])].sort()).toEqual(['edge_columns', 'node_columns', 'scope'])
  expect(found.get('getRunIntegrity')).toContain('item.groups.examples')
})
