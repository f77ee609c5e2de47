import { ENDPOINTS, type EndpointName, pathOf } from '#contract/endpoints.ts'
import { BLUE, CANARY, GREEN, twinRuns, UNKNOWN } from '#mocks/fixtures/twinRuns.ts'
import { createMemoryStore } from '#server/store/memory/memoryStore.ts'
import { openPostgresStore, storeOn } from '#server/store/postgres/engine/openStore.ts'
import type { Store } from '#server/store/ports/store.ts'
import { openPgliteInMemory, ownSchema } from '#tests/support/databases.ts'
import { appOver, ONLY_BLUE, twinStore } from '#tests/support/twinApp.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { report } from '#tests/support/attacks/report.ts'

/*
 * Every endpoint that tells of a run, asked for each run with the ids, words and cursors of the other. No byte of a reply
 * may have a word of a run that was not asked for. tests/server/routes/isolation.test.ts says endpoint by endpoint what a
 * reader sees; this asks in all combinations.
 */

type Colour = keyof typeof CANARY
type Probe = {
  readonly url: string
  readonly init: RequestInit
  /** The runs of which nothing may be told. */
  readonly secrets: readonly Colour[]
}

const COLOURS: readonly Colour[] = ['blue', 'green']
const RUN_OF = { blue: BLUE, green: GREEN }
const other = (colour: Colour): Colour => (colour === 'blue' ? 'green' : 'blue')
const names = (Object.keys(ENDPOINTS) as EndpointName[]).filter((name) => {
  const { scope } = ENDPOINTS[name]
  // A stream goes on until its reader leaves, and has a test of its own.
  return ['run', 'node', 'event'].includes(scope) && !('after' in ENDPOINTS[name].query.shape)
})

/** What may be asked beside the path, to be let into the other run by it. */
const extras = (word: Colour, cursor: string): readonly Readonly<Record<string, string>>[] => [
  {},
  { limit: '1' },
  { q: CANARY[word] },
  { cursor },
  { run_id: RUN_OF[word] },
  { run_id: UNKNOWN, agent: CANARY[word] },
  { from_node_id: ONLY_BLUE, to_node_id: 'step_1' },
]

function* probes(cursors: Readonly<Record<Colour, string>>): Generator<Probe> {
  const asked = new Set<string>()
  for (const name of names)
    for (const run_id of [BLUE, GREEN, UNKNOWN])
      for (const word of COLOURS)
        for (const node_id of ['step_1', 'planning', ONLY_BLUE, 'nowhere'])
          for (const extra of extras(word, cursors[word]))
            for (const method of ENDPOINTS[name].method === 'GET' ? ['GET', 'HEAD'] : ['POST']) {
              const { query, scope } = ENDPOINTS[name]
              const needed = {
                ...('kind' in query.shape ? { kind: 'event', q: 'e' } : {}),
                ...('run_id' in query.shape ? { run_id } : {}),
              }
              const path = pathOf(name, {
                run_id,
                node_id,
                event_id: `${CANARY[word]}-call`,
                file_id: `${CANARY[word]}-report`,
                message_id: `${CANARY[word]}-message`,
              })
              const search = new URLSearchParams({ ...needed, ...extra })
              const url = `${path}?${search}`
              if (asked.has(`${method} ${url}`)) continue
              asked.add(`${method} ${url}`)
              const isByRun = scope === 'run' || path.includes(run_id)
              const named = isByRun ? run_id : scope === 'event' ? RUN_OF[word] : (search.get('run_id') ?? UNKNOWN)
              yield { url, init: initOf(method, word), secrets: COLOURS.filter((colour) => RUN_OF[colour] !== named) }
            }
}

/** A batch that names rows of the other run, which refuses it. */
function initOf(method: string, word: Colour): RequestInit {
  if (method !== 'POST') return { method }
  const events = [{ event_id: `${CANARY[word]}-call`, run_id: RUN_OF[other(word)] }]
  return { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ events }) }
}

/** A store in a schema of its own, which goes with it. */
async function openPostgres(): Promise<Store> {
  const schema = await ownSchema()
  if (!schema) throw new Error('there is no Postgres')
  const store = await openPostgresStore({ url: schema.url })
  const close = async () => {
    await store.close()
    await schema.drop()
  }
  return { ...store, close }
}

type Engine = { readonly engine: Store['engine']; readonly open: () => Promise<Store>; readonly every: number }
const engines: readonly Engine[] = [
  { engine: 'memory', open: async () => createMemoryStore(), every: 1 },
  { engine: 'pglite', open: async () => storeOn('pglite', await openPgliteInMemory()), every: 4 },
  ...(process.env['TEST_DATABASE_URL'] === undefined
    ? []
    : [{ engine: 'postgres', open: openPostgres, every: 4 } as const]),
]

describe.each(engines)('over $engine', ({ engine, open, every }) => {
  let store: Store | undefined
  beforeAll(async () => {
    store = await twinStore(twinRuns, await open())
  }, 180_000)
  afterAll(() => store?.close())

  test('nothing of a run is in any reply about another', async () => {
    if (!store) throw new Error('there is no store')
    const { app } = appOver(store)
    const cursorOf = async (run_id: string) => {
      const page = await app.request(`/api/runs/${run_id}/events?limit=1`)
      return String(((await page.json()) as { readonly next_cursor: unknown }).next_cursor)
    }
    const cursors = { blue: await cursorOf(BLUE), green: await cursorOf(GREEN) }
    const leaks: string[] = []
    const counts = { probes: 0, replies: 0, leaks: 0 }
    for (const [index, { url, init, secrets }] of [...probes(cursors)].entries()) {
      if (index % every !== 0) continue
      // oxlint-disable-next-line no-await-in-loop -- a leak is to be told by the one probe that met it
      const response = await app.request(url, init)
      // oxlint-disable-next-line no-await-in-loop -- as above
      const seen = `${JSON.stringify([...response.headers])} ${await response.text()}`
      counts.probes += 1
      if (response.ok) counts.replies += 1
      for (const secret of secrets) if (seen.includes(CANARY[secret])) leaks.push(`${init.method} ${url}: ${secret}`)
    }
    counts.leaks = leaks.length
    report(`isolation over ${engine}`, counts)
    expect(leaks).toEqual([])
    // Probes that are all refused at the door would prove nothing.
    expect(counts.replies).toBeGreaterThan(counts.probes / 20)
    expect(counts.probes).toBeGreaterThan(500)
  })
})
