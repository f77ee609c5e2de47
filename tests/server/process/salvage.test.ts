import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import * as z from 'zod/mini'
import { aBundle, aNode, anEvent, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { openPgliteStore } from '#server/store/postgres/engine/openStore.ts'
import { openPgliteSql } from '#server/store/postgres/engine/pgliteSql.ts'
import { failureOf, refusalOf } from '#server/http/failureReply.ts'
import type { Store } from '#server/store/ports/store.ts'
import { eventually } from '#tests/support/eventually.ts'
import { seedDataDir } from '#tests/support/pgliteImage.ts'
import { FIRST_PAGE, runId } from '#tests/support/testStore.ts'
import { runlens, temporaryFolder } from '#tests/support/process/startServer.ts'

// Each step opens an embedded database, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 400_000, hookTimeout: 400_000 })

const PAGE = 8192
const RUNS = 400
const Place = z.object({ id: z.string(), run_id: z.string(), page: z.int() })
type Place = z.output<typeof Place>

let folder: Awaited<ReturnType<typeof temporaryFolder>>
const damaged = () => join(folder.path, 'damaged')
let runs: readonly Place[] = []
let events: readonly Place[] = []

beforeAll(async () => {
  folder = await temporaryFolder()
  await seedDataDir(damaged())
  const store = await openPgliteStore({ dataDir: damaged() })
  await store.writer.writeSessions([aSession({ session_id: 's' })])
  await store.writer.writeRuns(
    Array.from({ length: RUNS }, (_, index) => {
      const run_id = runId(index)
      return {
        bundle: aBundle({
          run: aRun({ run_id, session_id: 's', task_description: `task ${index} `.repeat(20) }),
          nodes: [aNode({ run_id })],
          events: [anEvent({ run_id, event_id: `e${index}`, error_message: `told by ${index} `.repeat(20) })],
        }),
      }
    }),
  )
  await store.close()
  const sql = await openPgliteSql(damaged())
  const placesIn = (table: string, id: string) =>
    sql.query(
      `select ${id}::text as id, run_id::text as run_id, (string_to_array(trim(both '()' from ctid::text), ','))[1]::integer as page from ${table}`,
      [],
      Place,
    )
  runs = await placesIn('workflow_runs', 'run_id')
  events = await placesIn('execution_events', 'event_id')
  const pathOf = async (table: string) =>
    (
      await sql.query(
        'select pg_relation_filepath($1::text::regclass) as path',
        [table],
        z.object({ path: z.string() }),
      )
    )[0]?.path ?? ''
  const paths = [await pathOf('workflow_runs'), await pathOf('execution_events')]
  await sql.close()
  for (const path of paths) await damagePage(join(damaged(), 'database', path), 1)
})
afterAll(() => folder.remove())

/** As a disk does that loses a piece. */
async function damagePage(path: string, page: number) {
  const file = await open(path, 'r+')
  await file.write(new Uint8Array(PAGE).fill(0xa5), 0, PAGE, page * PAGE)
  await file.close()
}

const namesOf = (places: readonly Place[], isLost: (place: Place) => boolean) =>
  places.filter((place) => !isLost(place)).map(({ id }) => id)

test('every request names the damaged table, and so does health before any request', async () => {
  const store = await openPgliteStore({ dataDir: damaged() })
  try {
    await eventually(async () => {
      await store.upkeep?.().catch(() => undefined)
      await expect(store.ping()).rejects.toMatchObject({ name: 'StoreDamagedError', relation: 'workflow_runs' })
    })
    const failed: unknown = await store.repositories.runs.listRuns({}, FIRST_PAGE).catch((error: unknown) => error)
    expect(failed).toMatchObject({ name: 'StoreDamagedError', relation: 'workflow_runs', code: 'XX001' })
    expect(refusalOf(failed)).toMatchObject({
      refused: 'database_damaged',
      detail: expect.stringMatching(/workflow_runs.*runlens salvage/),
    })
    expect(failureOf(failed)).toEqual({ name: 'StoreDamagedError', code: 'XX001' })
  } finally {
    await store.close()
  }
})

test('runlens salvage copies all readable rows into a new folder and reports what was lost', async () => {
  const to = join(folder.path, 'salvaged')
  const done = await runlens(['salvage', damaged(), '--to', to, '--json'], {})
  expect([done.code, done.stderr]).toEqual([0, expect.stringContaining('execution_events')])
  const onDamagedPage = ({ page }: Place) => page === 1
  const [lostRuns, lostEvents] = [runs.filter(onDamagedPage), events.filter(onDamagedPage)]
  expect(lostRuns.length * lostEvents.length).toBeGreaterThan(0)
  expect(JSON.parse(done.stdout)).toMatchObject({
    tables: expect.arrayContaining([
      { name: 'workflow_runs', rows: RUNS - lostRuns.length, lostPages: 1, lostRows: 0 },
      { name: 'execution_events', rows: RUNS - lostEvents.length, lostPages: 1, lostRows: 0 },
    ]),
    mended: { runs: lostRuns.length },
  })

  const store = await openPgliteStore({ dataDir: to })
  try {
    const listed = await store.repositories.runs.listRuns({}, FIRST_PAGE)
    // A run whose own row was lost is there for its events.
    expect(new Set(listed.rows.map((run) => run.run_id))).toEqual(new Set(namesOf(runs, () => false)))
    expect(listed.rows.filter(({ task_description }) => task_description === null)).toHaveLength(lostRuns.length)
    expect(await eventIdsIn(store)).toEqual(new Set(namesOf(events, onDamagedPage)))
    // What is kept of events to search in them, too; and new rows can be written.
    const [found] = events.filter((place) => !onDamagedPage(place))
    const run_id = listed.rows.find((run) => run.run_id === found?.run_id)?.run_id ?? aRun().run_id
    expect((await store.repositories.search.search(run_id, 'event', 'told by', FIRST_PAGE)).total).toBe(1)
    await store.writer.writeRun(aBundle({ run: aRun({ run_id: runId(9999), session_id: 's' }), nodes: [], events: [] }))
    await store.ping()
  } finally {
    await store.close()
  }
})

async function eventIdsIn(store: Store): Promise<ReadonlySet<string>> {
  const ids = new Set<string>()
  for (const { run_id } of (await store.repositories.runs.listRuns({}, FIRST_PAGE)).rows) {
    // oxlint-disable-next-line no-await-in-loop -- one connection
    const { rows } = await store.repositories.events.listEventsForRun(run_id, {}, FIRST_PAGE)
    for (const { event_id } of rows) ids.add(event_id)
  }
  return ids
}

test('refuses a target that is not empty and a source without a database', async () => {
  const full = await runlens(['salvage', damaged(), '--to', folder.path], {})
  expect([full.code, full.stdout]).toEqual([75, ''])
  const none = await runlens(['salvage', join(folder.path, 'nowhere'), '--to', join(folder.path, 'x')], {})
  expect([none.code, none.stderr]).toEqual([66, expect.stringMatching(/^There is no Runlens database in/)])
  expect((await runlens(['salvage', damaged()], {})).code).toBe(64)
})
