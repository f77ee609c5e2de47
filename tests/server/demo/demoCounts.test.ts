import { createMemoryStore } from '#server/store/memory/memoryStore.ts'
import { NodeRef, type RunId } from '#contract/ids.ts'
import { demoDatabase } from '#server/demo/demoDatabase.ts'
import { demoSource } from '#server/demo/demoSource.ts'
import { importOldDatabase } from '#server/import/importOldDatabase.ts'
import type { RawRow } from '#server/import/oldRows.ts'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod/mini'

/** What the old database held on 2026-01-20, to the row. */
const COUNTS = {
  sessions: 123,
  workflow_runs: 265,
  dag_nodes: 153,
  dag_edges: 68,
  execution_events: 635,
  files: 31,
  messages: 3,
} as const
const SHORT_RUN = '4870fb7a-4d8a-4e1d-8ee8-78091fbacc08'
const UUID_NODE = '05902e3b-e25f-47b3-804c-7ca6405c182c'
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const text = (row: RawRow, column: string) => z.parse(z.string(), row[column])
const tally = (values: readonly string[]) => {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}
const sum = (numbers: Iterable<number>) => [...numbers].reduce((a, b) => a + b, 0)

describe('the old rows', () => {
  const database = demoDatabase()
  const eventsPerRun = (node_id: string) =>
    tally(
      database.execution_events.filter((event) => event['node_id'] === node_id).map((event) => text(event, 'run_id')),
    )

  it('are as many as they were', () => {
    const { contents, ...tables } = database
    const counts = Object.fromEntries(Object.entries(tables).map(([table, rows]) => [table, rows.length]))
    expect(counts).toEqual(COUNTS)
    expect(contents.size).toBe(COUNTS.files)
  })

  it('have 142 nodes with UUIDs and 11 names, one row each', () => {
    const ids = database.dag_nodes.map((node) => text(node, 'id'))
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.filter((id) => UUID.test(id))).toHaveLength(142)
    expect(ids.filter((id) => !UUID.test(id))).toHaveLength(11)
    expect(ids).toContain(UUID_NODE)
  })

  it('have 587 events with a node and 48 without', () => {
    const without = database.execution_events.filter((event) => event['node_id'] === null)
    expect(without).toHaveLength(48)
  })

  it('have step_1 in 35 runs with 454 events: five runs with one, the others with 14 to 16', () => {
    const runs = eventsPerRun('step_1')
    expect(runs.size).toBe(35)
    expect(sum(runs.values())).toBe(454)
    expect([...runs.values()].filter((count) => count === 1)).toHaveLength(5)
    expect([...runs.values()].filter((count) => count >= 14 && count <= 16)).toHaveLength(30)
    expect(runs.get(SHORT_RUN)).toBe(1)
  })

  it('have planning in the same 35 runs and terminator in 42, one event each', () => {
    const planning = eventsPerRun('planning')
    const terminator = eventsPerRun('terminator')
    expect([...planning.keys()].sort()).toEqual([...eventsPerRun('step_1').keys()].sort())
    expect([...planning.values()]).toEqual(Array.from({ length: 35 }, () => 1))
    expect([...terminator.values()]).toEqual(Array.from({ length: 42 }, () => 1))
  })

  it('give each name to the first run that used it', () => {
    const started = new Map(
      database.workflow_runs.map((run) => [run['id'], text({ at: run['started_at'] ?? '9' }, 'at')]),
    )
    for (const node of database.dag_nodes.filter((node) => !UUID.test(text(node, 'id')))) {
      const users = [...eventsPerRun(text(node, 'id')).keys()].sort((a, b) =>
        (started.get(a) ?? '') < (started.get(b) ?? '') ? -1 : 1,
      )
      expect(node['run_id']).toBe(users[0])
    }
  })

  it('number the messages by integers, and know no run of an edge', () => {
    expect(database.messages.map((message) => message['id'])).toEqual([1, 2, 3])
    expect(database.dag_edges.every((edge) => !('run_id' in edge))).toBe(true)
  })

  it('lie in January 2026 and end on the 20th', () => {
    const times = [...database.workflow_runs, ...database.execution_events, ...database.files]
      .flatMap((row) => [row['started_at'], row['completed_at'], row['timestamp'], row['created_at']])
      .filter((time) => typeof time === 'string')
      .sort()
    expect(times[0]).toMatch(/^2026-01-0\d /)
    expect(times.at(-1)).toMatch(/^2026-01-20 /)
  })

  it('are the same each time they are made', () => {
    const again = demoDatabase()
    expect(JSON.stringify(again)).toBe(JSON.stringify(database))
    expect([...again.contents].map(([id, bytes]) => [id, bytes.length])).toEqual(
      [...database.contents].map(([id, bytes]) => [id, bytes.length]),
    )
    for (const [id, bytes] of again.contents)
      expect(Buffer.compare(bytes, database.contents.get(id) ?? new Uint8Array())).toBe(0)
  })
})

describe('the store after the import', () => {
  const store = createMemoryStore()
  const { runs, nodes, events, files, messages, sessions } = store.repositories
  const page = { limit: 500, after: undefined }
  let runIds: readonly RunId[] = []

  beforeAll(async () => {
    await importOldDatabase(demoSource(), store.writer)
    runIds = (await runs.listRuns({}, page)).rows.map((run) => run.run_id)
  })

  const refIn = (run_id: string, node_id: string) => z.parse(NodeRef, { run_id, node_id })
  const totals = async (count: (run_id: RunId) => Promise<number>) => sum(await Promise.all(runIds.map(count)))

  it('has every session, run, event, file and message', async () => {
    expect((await sessions.listSessions(page)).total).toBe(COUNTS.sessions)
    expect(runIds).toHaveLength(COUNTS.workflow_runs)
    expect(await totals(async (run_id) => (await events.listEventsForRun(run_id, {}, page)).total)).toBe(635)
    expect(await totals((run_id) => nodes.countEventsWithoutNode(run_id))).toBe(48)
    expect(await totals(async (run_id) => (await files.listFilesForRun(run_id, page)).total)).toBe(COUNTS.files)
    expect(await totals(async (run_id) => (await messages.listMessagesForRun(run_id, {}, page)).total)).toBe(
      COUNTS.messages,
    )
  })

  it('has the recorded nodes and edges, and in addition those that the old key had lost', async () => {
    const origins = async (list: (run_id: RunId) => Promise<readonly { readonly origin: string }[]>) =>
      Object.fromEntries(tally((await Promise.all(runIds.map(list))).flat().map(({ origin }) => origin)))
    // 34 runs lost planning and step_1, 41 lost terminator; 34 of them get the two edges of the chain.
    expect(await origins((run_id) => nodes.listEnrichedNodes(run_id))).toEqual({
      recorded: 153,
      reconstructed: 34 + 34 + 41,
    })
    expect(await origins((run_id) => nodes.listEdges(run_id))).toEqual({ recorded: 68, inferred: 2 * 34 })
  })

  it('has step_1 as 35 nodes with 454 events in all, one of them in the short run', async () => {
    const short = refIn(SHORT_RUN, 'step_1')
    expect(await nodes.countOtherRunsWithNodeId(short)).toBe(34)
    expect((await events.listEventsForNodeInRun(short, {}, page)).total).toBe(1)
    expect(
      await totals(async (run_id) => (await events.listEventsForNodeInRun(refIn(run_id, 'step_1'), {}, page)).total),
    ).toBe(454)
  })

  it('keeps every event, file and message under its own run and node', async () => {
    const database = demoDatabase()
    const places = (rows: readonly RawRow[]) =>
      rows.map((row) => `${String(row['id'])} ${String(row['run_id'])} ${String(row['node_id'])}`).sort()
    const stored = await Promise.all(
      runIds.map(async (run_id) => ({
        events: (await events.listEventsForRun(run_id, {}, page)).rows.map((row) => ({ ...row, id: row.event_id })),
        files: (await files.listFilesForRun(run_id, page)).rows.map((row) => ({ ...row, id: row.file_id })),
        messages: (await messages.listMessagesForRun(run_id, {}, page)).rows.map((row) => ({
          ...row,
          id: row.message_id,
        })),
      })),
    )
    expect(places(stored.flatMap((run) => run.events))).toEqual(places(database.execution_events))
    expect(places(stored.flatMap((run) => run.files))).toEqual(places(database.files))
    expect(places(stored.flatMap((run) => run.messages))).toEqual(places(database.messages))
  })

  it('holds the same after a second import', async () => {
    const before = await runs.listRuns({}, page)
    await importOldDatabase(demoSource(), store.writer)
    expect(await runs.listRuns({}, page)).toEqual(before)
    expect((await sessions.listSessions(page)).total).toBe(COUNTS.sessions)
  })
})

it('begins its list with runs that have nodes', async () => {
  const store = createMemoryStore()
  await importOldDatabase(demoSource(), store.writer, { as: 'demo' })
  const { rows } = await store.repositories.runs.listRuns({}, { limit: 50, after: undefined })
  expect(rows.filter(({ node_count }) => node_count === 0)).toEqual([])
})
