import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { NodeId, RunId } from '#contract/ids.ts'
import type { IntegrityReport } from '#contract/integrity.ts'
import { createMemoryStore } from '#server/store/memory/memoryStore.ts'
import { demoDatabase } from '#server/demo/demoDatabase.ts'
import { importOldDatabase } from '#server/import/importOldDatabase.ts'
import { memoryOldSource } from '#server/import/memoryOldSource.ts'
import { auditOldDatabase } from '#server/integrity/auditOldDatabase.ts'
import { auditStore } from '#server/integrity/auditStore.ts'
import { IntegrityService } from '#server/integrity/IntegrityService.ts'
import { integrityText } from '#server/integrity/integrityText.ts'
import { FIRST, oldDatabase, oldEdge, oldEvent, oldNode, oldRun, SECOND } from '#tests/support/oldDatabases/oldRows.ts'

const demo = await auditOldDatabase(memoryOldSource(demoDatabase()))
const STEP_1 = z.parse(NodeId, 'step_1')
const SHORT_RUN = z.parse(RunId, '4870fb7a-4d8a-4e1d-8ee8-78091fbacc08')

test('the old database is counted to the row', () => {
  const { counts, node_ids, events } = demo.report
  expect(counts).toEqual({ sessions: 123, runs: 265, nodes: 153, edges: 68, events: 635, files: 31, messages: 3 })
  expect(node_ids).toEqual({ total: 153, uuid: 142, name: 11 })
  expect(events).toEqual({ with_node: 587, without_node: 48 })
})

test('its reused ids have the runs and events that readers saw', () => {
  const { total, items } = demo.report.reused_ids
  expect(total).toBe(3)
  expect(items).toMatchObject([
    { node_id: 'step_1', runs: 35, events: 454, events_per_run: { minimum: 1, maximum: 16 } },
    { node_id: 'terminator', runs: 42, events: 42, events_per_run: { minimum: 1, median: 1, maximum: 1 } },
    { node_id: 'planning', runs: 35, events: 35, events_per_run: { minimum: 1, median: 1, maximum: 1 } },
  ])
  expect(items[0]?.events_per_run.median).toBeGreaterThanOrEqual(14)
})

test('a node is compared with what its id alone returned, in a run that is named or a typical one', () => {
  const by_id_alone = { runs: 35, events: 454 }
  expect(demo.reuseOf({ run_id: SHORT_RUN, node_id: STEP_1 })).toMatchObject({
    run_id: SHORT_RUN,
    by_id_alone,
    in_this_run: { events: 1 },
  })
  expect(demo.reuseOf({ run_id: undefined, node_id: STEP_1 })?.in_this_run.events).toBe(
    demo.report.reused_ids.items[0]?.events_per_run.median,
  )
  expect(demo.reuseOf({ run_id: undefined, node_id: z.parse(NodeId, 'nowhere') })).toBeUndefined()
})

test('an imported database has the same report, with stored audits and read-only', async () => {
  const store = createMemoryStore()
  await importOldDatabase(memoryOldSource(demoDatabase()), store.writer)
  const readOnly = await auditStore(store.repositories)
  expect(await store.repositories.integrity.countPendingRuns()).toBe(265)
  const service = new IntegrityService(store.repositories.integrity)
  await service.refresh()
  const kept = await service.report()
  expect(readOnly.report).toEqual(kept)

  expect(numbersOf(kept)).toEqual(numbersOf(demo.report))
  expect(kept.reused_ids).toEqual(demo.report.reused_ids)
  expect(kept.runs_with_findings).toBe(demo.report.runs_with_findings)
  expect(readOnly.reuseOf({ run_id: SHORT_RUN, node_id: STEP_1 })).toEqual(
    demo.reuseOf({ run_id: SHORT_RUN, node_id: STEP_1 }),
  )
  const ids = demoDatabase().dag_nodes.map(({ id }) => z.parse(NodeId, id))
  expect(ids).toHaveLength(153)
  for (const id of ids) {
    expect(readOnly.reuseOf({ run_id: undefined, node_id: id })?.by_id_alone.runs).toBeGreaterThan(0)
    expect(readOnly.reuseOf({ run_id: undefined, node_id: id })).toEqual(
      demo.reuseOf({ run_id: undefined, node_id: id }),
    )
  }
})

const numbersOf = ({ groups }: IntegrityReport) =>
  groups.map(({ kind, findings, rows, runs }) => [kind, findings, rows, runs])

/** What references to other runs and to nothing make of two runs. */
const tangled = oldDatabase({
  workflow_runs: [oldRun(FIRST), oldRun(SECOND, { parent_run_id: FIRST })],
  dag_nodes: [oldNode('a', FIRST), oldNode('c', FIRST), oldNode('b', SECOND)],
  dag_edges: [oldEdge(1, 'c', 'b'), oldEdge(2, 'a', 'gone')],
  execution_events: [
    oldEvent('e1', FIRST, 'a'),
    oldEvent('e2', SECOND, 'a', { parent_event_id: 'e1' }),
    oldEvent('e3', 'no-such-run', 'a'),
    oldEvent('e4', SECOND, 'never', { parent_event_id: 'gone' }),
  ],
})

test('rows and edges that belong to no run are reported with table and key', async () => {
  const { report } = await auditOldDatabase(memoryOldSource(tangled))
  const told = report.groups.flatMap(({ examples }) =>
    examples.map(({ kind, table, key, run_id }) => [kind, table, key, run_id]),
  )
  // One example of each kind for each run.
  expect(told).toEqual([
    ['event_node_elsewhere', 'execution_events', 'a', SECOND],
    ['node_missing', 'execution_events', 'never', SECOND],
    ['run_missing', 'execution_events', 'e3', null],
    ['edge_end_missing', 'dag_edges', '2', null],
    ['edge_between_runs', 'dag_edges', '1', null],
    ['event_parent_missing', 'execution_events', 'e4', SECOND],
    ['event_parent_elsewhere', 'execution_events', 'e2', SECOND],
    ['node_reconstructed', 'dag_nodes', 'a', SECOND],
  ])
})

test('the new database reports them too, after an import kept them', async () => {
  const store = createMemoryStore()
  await importOldDatabase(memoryOldSource(tangled), store.writer)
  const { report } = await auditStore(store.repositories)
  expect(numbersOf(report)).toEqual(numbersOf((await auditOldDatabase(memoryOldSource(tangled))).report))
})

test('the text report has the same figures', () => {
  const text = integrityText(demo.report, demo.reuseOf({ run_id: SHORT_RUN, node_id: STEP_1 }))
  expect(text).toContain('153 in total, of which 142 are UUIDs and 11 are names')
  expect(text).toContain('587 belong to a node, 48 only to their run')
  expect(text).toMatch(/step_1: 454 events of 35 runs → 1[4-6] of run /)
  expect(text).toMatch(/by node id alone, .*454 events, 16 files, 0 messages of 35 runs/)
  expect(text).toMatch(/by run and node id, .*1 event, 0 files, 0 messages of run 4870fb7a/)
  expect(text).toContain('Events whose node is stored only in another run: 515 (at 109 places) in 41 runs')
  expect(text).toContain('41 of 265 runs have findings')
})

test('an empty database has no findings, and the report says so', async () => {
  const { report } = await auditOldDatabase(memoryOldSource(oldDatabase({ sessions: [] })))
  expect(report).toMatchObject({ groups: [], reused_ids: { total: 0 }, runs_with_findings: 0 })
  expect(integrityText(report)).toContain('No other findings.')
})
