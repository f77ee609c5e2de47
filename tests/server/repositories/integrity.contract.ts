import { beforeEach, expect, test } from 'vitest'
import { aBundle, aFile, aMessage, anEdge, anEvent, aNode, aRun } from '#mocks/fixtures/builders.ts'
import type { IntegrityReport } from '#contract/integrity.ts'
import { IntegrityService } from '#server/integrity/IntegrityService.ts'
import type { RunBundle, Store } from '#server/ports.ts'
import { FIRST_PAGE, nodeRef, runId, storeRuns } from '#tests/support/testStore.ts'

const [OWNER, LATER, BROKEN] = [aRun({ run_id: runId(1) }).run_id, runId(2), runId(3)] as const

const inRun = (run_id: string) => ({ run_id: aRun({ run_id }).run_id })

/** The first run that used the names, and has their rows. */
const owner: RunBundle = aBundle({
  run: aRun({ run_id: OWNER, started_at: '2026-01-01T00:00:00.000000Z' }),
  nodes: [aNode({ run_id: OWNER, node_id: 'planning' }), aNode({ run_id: OWNER, node_id: 'step_1' })],
  edges: [anEdge({ run_id: OWNER, from_node_id: 'planning', to_node_id: 'step_1' })],
  events: [1, 2, 3].map((order) =>
    anEvent({ run_id: OWNER, event_id: `owner-${order}`, node_id: 'step_1', execution_order: order }),
  ),
})

/** A later run, whose nodes were lost. */
const later: RunBundle = aBundle({
  run: aRun({ run_id: LATER, started_at: '2026-01-02T00:00:00.000000Z' }),
  nodes: [
    aNode({ run_id: LATER, node_id: 'step_1', origin: 'reconstructed' }),
    aNode({ run_id: LATER, node_id: 'nowhere', origin: 'reconstructed' }),
  ],
  events: [
    anEvent({ run_id: LATER, event_id: 'later-1', node_id: 'step_1', execution_order: 1 }),
    anEvent({ run_id: LATER, event_id: 'later-2', node_id: 'nowhere', execution_order: 2 }),
    anEvent({ run_id: LATER, event_id: 'later-3', node_id: null, execution_order: 3 }),
  ],
  files: [aFile({ run_id: LATER, file_id: 'f', node_id: 'step_1' })],
  messages: [aMessage({ run_id: LATER, message_id: 'm', node_id: 'step_1' })],
})

/** What refers to what: an event to one of another run and to none, and the run to one that is not stored. */
const broken: RunBundle = aBundle({
  run: aRun({ run_id: BROKEN, parent_run_id: runId(4), started_at: '2026-01-03T00:00:00.000000Z' }),
  nodes: [aNode({ run_id: BROKEN, node_id: 'a', parent_node_id: 'planning' })],
  events: [
    anEvent({ run_id: BROKEN, event_id: 'b1', execution_order: 1, parent_event_id: 'owner-1' }),
    anEvent({ run_id: BROKEN, event_id: 'b2', execution_order: 2, parent_event_id: 'gone' }),
  ],
})

const kindsOf = (report: Pick<IntegrityReport, 'groups'>) =>
  Object.fromEntries(report.groups.map(({ kind, findings, rows, runs }) => [kind, [findings, rows, runs]]))

export function integrityContract(store: () => Store): void {
  const repository = () => store().repositories.integrity
  const service = () => new IntegrityService(repository())
  const report = async () => {
    await service().refresh()
    return await service().report()
  }
  const badges = async () =>
    Object.fromEntries(
      (await store().repositories.runs.listRuns({}, FIRST_PAGE)).rows.map((row) => [row.run_id, row.finding_count]),
    )

  beforeEach(() => storeRuns(store(), owner, later, broken))

  test('counts what is stored, and the ids that several runs use', async () => {
    const { counts, node_ids, events, reused_ids } = await report()
    expect(counts).toMatchObject({ runs: 3, nodes: 5, edges: 1, events: 8, files: 1, messages: 1 })
    expect(node_ids).toEqual({ total: 4, uuid: 0, name: 4 })
    expect(events).toEqual({ with_node: 5, without_node: 3 })
    expect(reused_ids).toEqual({
      total: 1,
      items: [
        {
          node_id: 'step_1',
          runs: 2,
          events: 4,
          files: 1,
          messages: 1,
          events_per_run: { minimum: 1, median: 1, maximum: 3 },
          typical_run_id: LATER,
        },
      ],
    })
  })

  test('tells what other runs have to do with a finding', async () => {
    expect(kindsOf(await report())).toEqual({
      event_node_elsewhere: [1, 1, 1],
      file_node_elsewhere: [1, 1, 1],
      message_node_elsewhere: [1, 1, 1],
      node_missing: [1, 1, 1],
      event_parent_missing: [1, 1, 1],
      event_parent_elsewhere: [1, 1, 1],
      node_parent_elsewhere: [1, 1, 1],
      run_parent_missing: [1, 1, 1],
      node_reconstructed: [2, 2, 1],
    })
  })

  test('a run bears the number of its findings once it was looked through, and until it is written again', async () => {
    expect(await badges()).toEqual({ [OWNER]: null, [LATER]: null, [BROKEN]: null })
    expect(await repository().foundInRun(inRun(LATER).run_id)).toBeUndefined()
    expect((await service().report()).runs_pending).toBe(3)
    expect(await report()).toMatchObject({ runs_pending: 0, runs_with_findings: 2 })
    expect(await badges()).toEqual({ [OWNER]: 0, [LATER]: 4, [BROKEN]: 4 })
    await store().writer.writeRun(later)
    expect(await badges()).toEqual({ [OWNER]: 0, [LATER]: null, [BROKEN]: 4 })
    expect((await service().report()).runs_pending).toBe(1)
    await service().refresh()
    expect(await badges()).toEqual({ [OWNER]: 0, [LATER]: 4, [BROKEN]: 4 })
  })

  test('a run that comes later settles what was missing', async () => {
    await service().refresh()
    await storeRuns(
      store(),
      aBundle({ run: aRun({ run_id: runId(4) }), nodes: [aNode({ run_id: runId(4), node_id: 'nowhere' })] }),
    )
    const kinds = kindsOf(await report())
    expect(kinds).not.toHaveProperty('run_parent_missing')
    expect(kinds).not.toHaveProperty('node_missing')
    expect(kinds).toMatchObject({ event_node_elsewhere: [2, 2, 1] })
  })

  test('runs that are each other’s parents are told', async () => {
    await storeRuns(store(), aBundle({ run: aRun({ run_id: runId(4), parent_run_id: BROKEN }) }))
    expect(kindsOf(await report())).toMatchObject({ run_parent_cycle: [2, 2, 2] })
  })

  test('a run that is written while it is looked through stays to be looked through', async () => {
    const runs = await repository().readRuns([inRun(OWNER).run_id])
    await store().writer.writeRun(owner)
    await repository().keepAudits(
      runs.map(({ run, revision }) => ({ run_id: run.run_id, revision, groups: [], nodes: [], unsettled: false })),
    )
    expect(await repository().foundInRun(inRun(OWNER).run_id)).toBeUndefined()
    expect(await repository().pendingRuns()).toContain(OWNER)
  })

  test('a node is compared with what its id alone would return', async () => {
    expect(await repository().nodeReuse(nodeRef(LATER, 'step_1'))).toEqual({
      by_id_alone: { runs: 2, events: 4, files: 1, messages: 1 },
      in_this_run: { events: 1, files: 1, messages: 1 },
    })
  })

  test('rows that an import could not place are told beside what is in the runs', async () => {
    const row = { old_table: 'execution_events', kind: 'run_missing', reason: 'the run is not stored', row: {} }
    await store().writer.keepUnplaced([
      { ...row, old_key: 'e1', run_id: 'no uuid', row: { id: 'e1' } },
      { ...row, old_key: 'e2', run_id: runId(9), row: { id: 'e2' } },
      { ...row, old_key: 'e3', run_id: runId(9), row: { id: 'e3' } },
    ])
    const { groups } = await report()
    expect(groups.filter(({ kind }) => kind === 'run_missing')).toMatchObject([{ findings: 3, rows: 3, runs: 2 }])
    expect(groups.flatMap(({ examples }) => examples).filter(({ key }) => key === 'e1')).toEqual([
      {
        kind: 'run_missing',
        run_id: null,
        node_id: null,
        event_id: null,
        table: 'execution_events',
        key: 'e1',
        rows: 1,
        detail: 'The run is not stored.',
      },
    ])
  })

  test('nothing is told of runs that nobody looked through', async () => {
    expect(await service().report()).toMatchObject({ shape: 'runlens', groups: [], runs_with_findings: 0 })
  })
}
