import { ENDPOINTS, type EndpointName, pathOf } from '#contract/endpoints.ts'
import { BLUE, GREEN, UNKNOWN, twinRuns } from '#mocks/fixtures/twinRuns.ts'
import { createMemoryStore } from '#server/store/memory/memoryStore.ts'
import { storeOn } from '#server/store/postgres/engine/openStore.ts'
import type { Store } from '#server/store/ports/store.ts'
import { appOver, problemIn, twinStore } from '#tests/support/twinApp.ts'
import { openPgliteInMemory } from '#tests/support/databases.ts'
import { report } from '#tests/support/attacks/report.ts'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod/mini'

/* Whatever is asked, the answer is a reply of the contract or a problem of the client's making; never a failure. */

const names = Object.keys(ENDPOINTS) as EndpointName[]

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '%', '..', '\u0000', '𝒳', '\ufeff', '\ufeffx', '\u200b'),
)
const segment = text
  .filter((value) => value !== '' && value !== '.' && value !== '..')
  .map((value) => value.toWellFormed())
const value = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '1',
      '2',
      '500',
      'true',
      'completed,failed',
      'tool_call',
      '2026-01-19',
      'cobalt',
      'event',
      'errors',
      'end',
      'step_1',
      'planning',
    ),
  },
  { weight: 2, arbitrary: fc.constantFrom(BLUE, GREEN, UNKNOWN, 'session-cobalt') },
  { weight: 2, arbitrary: text },
)
const request = fc.record({
  // What takes rows has more to get wrong than any other.
  name: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...names) },
    { weight: 1, arbitrary: fc.constant('writeBatch' as const) },
  ),
  run_id: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(BLUE, GREEN, UNKNOWN) }, { weight: 1, arbitrary: segment }),
  node_id: fc.oneof({ weight: 4, arbitrary: fc.constantFrom('step_1', 'planning') }, { weight: 1, arbitrary: segment }),
  event_id: fc.oneof(fc.constantFrom('cobalt-call', 'emerald-error'), segment),
  file_id: fc.oneof(fc.constantFrom('cobalt-report', 'emerald-log'), segment),
  message_id: fc.oneof(fc.constantFrom('cobalt-message', 'emerald-note'), segment),
  trace_id: fc.oneof(fc.constantFrom('0af7651916cd43dd8448eb211c80319c'), segment),
  span_id: fc.oneof(fc.constantFrom('b7ad6b7169203331'), segment),
  query: fc.uniqueArray(
    fc.tuple(
      fc.oneof(
        {
          weight: 8,
          arbitrary: fc.constantFrom('limit', 'cursor', 'event_type', 'status', 'q', 'kind', 'agent', 'mode', 'errors'),
        },
        { weight: 4, arbitrary: fc.constantFrom('part', 'from_node_id', 'to_node_id') },
        { weight: 4, arbitrary: fc.constantFrom('run_id', 'since', 'until', 'session_id') },
        { weight: 1, arbitrary: text },
      ),
      value,
    ),
    { maxLength: 3, selector: ([name]) => name },
  ),
  raw: fc.oneof({ weight: 4, arbitrary: fc.constant('') }, { weight: 1, arbitrary: fc.string() }),
})

/** A batch of rows of which each field may be anything. */
const rows = fc.array(
  fc.dictionary(
    fc.constantFrom('run_id', 'node_id', 'event_id', 'from_node_id', 'to_node_id', 'label', 'started_at', 'meta'),
    fc.oneof({ weight: 3, arbitrary: value }, { weight: 1, arbitrary: fc.jsonValue() }),
  ),
  { maxLength: 3 },
)
const body = fc.oneof(
  { weight: 4, arbitrary: fc.dictionary(fc.constantFrom('nodes', 'edges', 'events', 'files', 'messages'), rows) },
  { weight: 1, arbitrary: fc.record({ run: fc.record({ task_description: text }), nodes: rows }) },
  { weight: 1, arbitrary: fc.jsonValue() },
)

const JSON_TYPE = { 'content-type': 'application/json' }

const engines = [
  { engine: 'memory', open: async () => createMemoryStore(), numRuns: 2000 },
  // The database refuses texts and times that a map would take, so it is asked too.
  { engine: 'pglite', open: async () => storeOn('pglite', await openPgliteInMemory()), numRuns: 500 },
] as const

describe.each(engines)('over $engine', ({ engine, open, numRuns }) => {
  let store: Store
  beforeAll(async () => {
    store = await twinStore(twinRuns, await open())
  })
  afterAll(() => store.close())

  test('no request whatever makes the server fail, and each reply keeps the contract', async () => {
    const { app } = appOver(store)
    const seen = new Set<number>()
    const counts = { requests: 0, bodies: 0, failures: 0 }
    await fc.assert(
      fc.asyncProperty(request, body, async ({ name, query, raw, ...params }, posted) => {
        const search = new URLSearchParams(query.map(([key, text]): [string, string] => [key, text.toWellFormed()]))
        const { method } = ENDPOINTS[name]
        const init = method === 'GET' ? {} : { method, headers: JSON_TYPE, body: JSON.stringify(posted) }
        const url = new URL(`http://localhost${pathOf(name, params)}?${search}${raw}`).href
        const response = await app.request(url, init)
        seen.add(response.status)
        counts.requests += 1
        if (method === 'POST') counts.bodies += 1
        if (response.status >= 500) counts.failures += 1
        expect(response.status).toBeLessThan(500)
        if (response.status >= 400) await problemIn(response)
        // A stream goes on until its reader leaves.
        else if (response.headers.get('content-type') === 'text/event-stream') await response.body?.cancel()
        else if (ENDPOINTS[name].reply !== null) z.parse(ENDPOINTS[name].reply, await response.json())
      }),
      { numRuns, seed: 20_260_120, verbose: fc.VerbosityLevel.Verbose },
    )
    report(`fuzz over ${engine}`, counts)
    // A fuzzer whose requests were all refused at the door would prove nothing.
    expect(seen).toEqual(new Set([200, 400, 404, 422]))
  })
})
