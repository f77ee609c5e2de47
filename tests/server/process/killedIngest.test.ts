import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import * as z from 'zod/mini'
import { ENDPOINTS } from '#contract/endpoints.ts'
import { RunId } from '#contract/ids.ts'
import { createMemoryStore } from '#server/store/memory/memoryStore.ts'
import { openPgliteStore, openPostgresStore } from '#server/store/postgres/engine/openStore.ts'
import { Random } from '#server/demo/random.ts'
import type { Store } from '#server/store/ports/store.ts'
import { projectorOf } from '#server/projectorOf.ts'
import { runOfTrace } from '#server/store/spans/runOfTrace.ts'
import { ownSchema } from '#tests/support/databases.ts'
import { inSoak } from '#tests/support/inSoak.ts'
import { seedDataDir } from '#tests/support/pgliteImage.ts'
import { storedRun } from '#tests/support/storedRun.ts'
import { FIRST_PAGE, runId } from '#tests/support/testStore.ts'
import { appOver } from '#tests/support/twinApp.ts'
import { type ServerProcess, startServer, temporaryFolder } from '#tests/support/process/startServer.ts'
import { batchLetters, keyOf, type Letter, spanLetters, traceIds, Traffic } from '#tests/support/process/traffic.ts'

// Each round starts a process that opens a database, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 120_000 })

const ROUNDS = inSoak(20, 3)
const WRITERS = 5
const TRACES = 8
const RUNS = [1, 2, 3].map((number) => z.parse(RunId, runId(number)))
const BATCHES_A_ROUND = 6
/** Some kills come in this time after the start of a process, before the server is ready or soon after. */
const STARTING_MS = 4000
/** The others come after so many answers at most: a clock would meet another phase on every machine. */
const ANSWERS_MAX = 30
const POLL_MS = 3

/** A database of a server that is killed again and again. */
type Target = {
  readonly environment: Readonly<Record<string, string>>
  /** As a server does when it starts. */
  readonly open: () => Promise<Store>
  readonly remove: () => Promise<void>
}
type Engine = { readonly name: string; readonly target: () => Promise<Target> }

const pglite: Engine = {
  name: 'the embedded database',
  target: async () => {
    const folder = await temporaryFolder()
    const DATA_DIR = folder.path
    await seedDataDir(DATA_DIR)
    return {
      environment: { DATA_DIR },
      open: () => openPgliteStore({ dataDir: DATA_DIR }),
      remove: () => folder.remove(),
    }
  },
}
const postgres: Engine = {
  name: 'Postgres',
  target: async () => {
    const schema = await ownSchema()
    if (!schema) throw new Error('these tests are registered only where a Postgres is given')
    return {
      environment: { DATABASE_URL: schema.url },
      open: () => openPostgresStore({ url: schema.url }),
      remove: schema.drop,
    }
  },
}
const ENGINES = process.env['TEST_DATABASE_URL'] === undefined ? [pglite] : [pglite, postgres]

/** The keys of all spans that the store has, and of all rows of batches that its API shows. */
async function keysIn(store: Store): Promise<ReadonlySet<string>> {
  const keys = new Set<string>()
  for (const trace_id of traceIds(TRACES)) {
    // oxlint-disable-next-line no-await-in-loop -- one database, which works off one read at a time
    const { spans } = await store.spans.spansOfRun(runOfTrace(trace_id))
    for (const span of spans) keys.add(keyOf('span', span.trace_id, span.span_id))
  }
  const { app } = appOver(store)
  for (const run_id of RUNS) {
    const read = async <Reply extends z.core.$ZodType>(path: string, reply: Reply) => {
      const response = await app.request(`/api/runs/${run_id}${path}`)
      return z.parse(reply, await response.json())
    }
    // oxlint-disable-next-line no-await-in-loop -- as above
    if ((await app.request(`/api/runs/${run_id}`)).status === 404) continue
    // oxlint-disable-next-line no-await-in-loop -- as above
    const [graph, events, files, messages] = await Promise.all([
      read('/dag', ENDPOINTS.getDag.reply),
      read(`/events?limit=${FIRST_PAGE.limit}`, ENDPOINTS.listRunEvents.reply),
      read(`/files?limit=${FIRST_PAGE.limit}`, ENDPOINTS.listRunFiles.reply),
      read(`/messages?limit=${FIRST_PAGE.limit}`, ENDPOINTS.listRunMessages.reply),
    ])
    for (const { node_id } of graph.nodes) keys.add(keyOf('node', run_id, node_id))
    for (const { to_node_id } of graph.edges) keys.add(keyOf('edge', run_id, to_node_id))
    for (const { event_id } of events.items) keys.add(keyOf('event', run_id, event_id))
    for (const { file_id } of files.items) keys.add(keyOf('file', run_id, file_id))
    for (const { message_id } of messages.items) keys.add(keyOf('message', run_id, message_id))
  }
  return keys
}

/** What is missing though it was acknowledged, and what is there in part, by the keys that are not there. */
async function troubles(store: Store, { sent, acknowledged }: Traffic) {
  const found = await keysIn(store)
  const missingOf = ({ keys }: Letter) => keys.filter((key) => !found.has(key))
  return {
    lost: [...acknowledged].flatMap(missingOf),
    halves: [...sent].filter(({ keys }) => keys.some((key) => found.has(key))).flatMap(missingOf),
  }
}

/** One server from its start to its kill, which comes while it starts or after so many answers. */
async function round({ environment }: Target, traffic: Traffic, random: Random): Promise<ServerProcess> {
  const server = startServer(environment)
  const isEarly = random.next() < 0.25
  const start = performance.now() + random.next() * STARTING_MS
  const answers = traffic.answers + random.int(1, ANSWERS_MAX)
  const killing = killWhen(server, () => (isEarly ? performance.now() >= start : traffic.answers >= answers))
  const url = await server.ready().catch(() => undefined)
  if (url === undefined && !isEarly) throw new Error(`the server did not start: ${server.output().stderr}`)
  if (url !== undefined) await Promise.all(Array.from({ length: WRITERS }, () => traffic.postOn(url)))
  await killing
  await server.ended()
  return server
}

async function killWhen({ child }: ServerProcess, isTime: () => boolean): Promise<void> {
  // oxlint-disable-next-line no-await-in-loop -- each look comes after the former one
  while (child.exitCode === null && !isTime()) await sleep(POLL_MS)
  child.kill('SIGKILL')
}

/** Holds what the server left against what it acknowledged. */
async function examine(store: Store, traffic: Traffic, server: ServerProcess): Promise<void> {
  const { stderr } = server.output()
  // More than once: Postgres may just be ending the last transaction of the dead server, between two of our reads.
  await expect
    .poll(async () => ({ ...(await troubles(store, traffic)), stderr }), { timeout: 5_000 })
    .toEqual({ lost: [], halves: [], stderr })
}

async function using<Result>(open: () => Promise<Store>, work: (store: Store) => Promise<Result>): Promise<Result> {
  const store = await open()
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** What a fresh store makes of the same letters, each of which it gets once. */
async function freshStore(letters: readonly Letter[]): Promise<Store> {
  const store = createMemoryStore()
  const { app } = appOver(store)
  for (const { path, body } of letters) {
    const headers = { 'content-type': body.type }
    // oxlint-disable-next-line no-await-in-loop -- one letter after the other
    const response = await app.request(path, { method: 'POST', headers, body: body.bytes })
    if (!response.ok) throw new Error(await response.text())
  }
  const said: string[] = []
  await projectorOf(store, (sentence) => said.push(sentence)).projectDue()
  expect(said).toEqual([])
  return store
}

const figuresOf = async (url: string) => {
  const { items } = z.parse(ENDPOINTS.listRuns.reply, await (await fetch(`${url}/api/runs?limit=500`)).json())
  return items.map(({ run_id, status, node_count, event_count }) => ({ run_id, status, node_count, event_count }))
}

async function runsIn(store: Store) {
  const { rows } = await store.repositories.runs.listRuns({}, FIRST_PAGE)
  const runs = new Map<RunId, Awaited<ReturnType<typeof storedRun>>>()
  // oxlint-disable-next-line no-await-in-loop -- one database, which works off one read at a time
  for (const { run_id } of rows) runs.set(run_id, await storedRun(store, run_id))
  return runs
}

describe.each(ENGINES)('a server on $name that is killed again and again during ingest', ({ target: make }) => {
  it('loses nothing that it acknowledged, stores nothing by halves, and draws the same runs in the end', async () => {
    const random = new Random('kills')
    const spans = spanLetters(TRACES, random.for('spans'))
    const batches = batchLetters(RUNS, BATCHES_A_ROUND * ROUNDS)
    const traffic = new Traffic(random.for('traffic'))
    const target = await make()
    try {
      for (let at = 0; at < ROUNDS; at += 1) {
        traffic.add(random.shuffled([...portion(spans, at), ...portion(batches, at)]))
        // oxlint-disable-next-line no-await-in-loop -- one server on a database at a time
        const server = await round(target, traffic, random)
        // oxlint-disable-next-line no-await-in-loop -- as above
        await using(target.open, (store) => examine(store, traffic, server))
      }
      // Otherwise the kills met nobody who wrote, and this test would prove nothing.
      expect(traffic.cutOff).toBeGreaterThan(ROUNDS)

      const fresh = await freshStore([...spans, ...batches])
      const server = await finish(target, traffic, fresh)
      await using(target.open, async (store) => {
        await examine(store, traffic, server)
        const found = await runsIn(store)
        for (const [run_id, run] of await runsIn(fresh)) expect(found.get(run_id)).toEqual(run)
        expect(found.size).toBe(TRACES + RUNS.length)
      })
    } finally {
      await target.remove()
    }
  })
})

const portion = (letters: readonly Letter[], round: number): readonly Letter[] =>
  letters.filter((_, at) => at % ROUNDS === round)

/** Lets a last server take what is left and draw all runs, without any time of waiting, for all spans are there. */
async function finish(target: Target, traffic: Traffic, fresh: Store): Promise<ServerProcess> {
  const server = startServer(target.environment)
  try {
    const url = await server.ready()
    await Promise.all(Array.from({ length: WRITERS }, () => traffic.postAll(url)))
    const { rows } = await fresh.repositories.runs.listRuns({}, FIRST_PAGE)
    const wanted = rows.map(({ run_id, status, node_count, event_count }) => ({
      run_id,
      status,
      node_count,
      event_count,
    }))
    await expect.poll(() => figuresOf(url), { timeout: 30_000, interval: 200 }).toEqual(wanted)
    server.child.kill('SIGTERM')
    expect([await server.ended(), server.output().stderr]).toEqual([0, expect.not.stringContaining('could not')])
    return server
  } finally {
    server.child.kill('SIGKILL')
  }
}
