import { auditRuns } from '#server/integrity/auditRuns.ts'
import { beforeEach, expect, test } from 'vitest'
import { aBundle, aFile, aMessage, anEdge, anEvent, aNode, aRun } from '#mocks/fixtures/builders.ts'
import type { NodeId } from '#contract/ids.ts'
import { type IntegrityReport, REUSED_IDS_MAX } from '#contract/integrity.ts'
import { IntegrityService } from '#server/integrity/IntegrityService.ts'
import { type NodeUse, reusedIds } from '#server/store/audits/reusedIds.ts'
import type { Store } from '#server/store/ports/store.ts'
import type { RunBundle } from '#server/store/ports/writer.ts'
import { compareCodePoints } from '#server/lib/codePointOrder.ts'
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

/** A run whose nodes other runs have too. Which ones, and with how many events each, goes by its number. */
function bundleOfMany(run_id: string, number: number): RunBundle {
  const nodes = Array.from({ length: REUSED_IDS_MAX + 30 }, (_, index) => index).filter(
    (index) => (index * 7 + number * 3) % 5 !== 0 || number < 2,
  )
  const eventsOf = (index: number) => (index * number + index) % 4
  const events = nodes.flatMap((index) =>
    Array.from({ length: eventsOf(index) }, (_, order) => ({ node_id: `node_${index}`, name: `${index}-${order}` })),
  )
  return aBundle({
    run: aRun({ run_id }),
    nodes: nodes.map((index) => aNode({ run_id, node_id: `node_${index}` })),
    events: events.map(({ node_id, name }, order) =>
      anEvent({ run_id, event_id: `${number}-${name}`, node_id, execution_order: order }),
    ),
    files: nodes.slice(0, number).map((index) => aFile({ run_id, file_id: `f-${index}`, node_id: `node_${index}` })),
    messages: nodes
      .slice(0, 2 * number)
      .map((index) => aMessage({ run_id, message_id: `m-${index}`, node_id: `node_${index}` })),
  })
}

/** Counted from the rows that were written, by no code that a store has. */
function usesIn(bundles: readonly RunBundle[]): ReadonlyMap<NodeId, readonly NodeUse[]> {
  const uses = new Map<NodeId, NodeUse[]>()
  for (const { run, nodes, events, files, messages } of bundles)
    for (const { node_id } of nodes) {
      const count = (rows: readonly { readonly node_id: NodeId | null }[]) =>
        rows.filter((row) => row.node_id === node_id).length
      const use = { run_id: run.run_id, events: count(events), files: count(files), messages: count(messages) }
      uses.set(node_id, [...(uses.get(node_id) ?? []), use])
    }
  return uses
}

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

  test('a run is looked through again when one comes that has what it names, and for no other', async () => {
    await service().refresh()
    const [awaited, other] = ['nowhere', 'somewhere else'].map((node_id, i) =>
      aBundle({ run: aRun({ run_id: runId(4 + i) }), nodes: [aNode({ run_id: runId(4 + i), node_id })] }),
    )
    await storeRuns(store(), ...(other ? [other] : []))
    await repository().keepAudits(await auditRuns(repository(), [inRun(runId(5)).run_id]))
    expect(await repository().pendingRuns()).toEqual([])
    await storeRuns(store(), ...(awaited ? [awaited] : []))
    await repository().keepAudits(await auditRuns(repository(), [inRun(runId(4)).run_id]))
    expect((await repository().pendingRuns()).toSorted()).toEqual([LATER, BROKEN])
    await service().refresh()
    expect(await repository().pendingRuns()).toEqual([])
  })

  test('looking through runs that await something ends as soon as it is told to', async () => {
    let asked = 0
    await service().refresh(() => (asked += 1) > 0)
    expect(asked).toBe(1)
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
      runs.map(({ run, revision }) => ({
        run_id: run.run_id,
        revision,
        groups: [],
        nodes: [],
        awaited: [],
        offered: [],
      })),
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

  test('reused ids are added up as one function does from all uses: ties, even numbers of runs, and more ids than are listed', async () => {
    const bundles = Array.from({ length: 9 }, (_, index) => bundleOfMany(runId(10 + index), index))
    await storeRuns(store(), ...bundles)
    const { reused_ids } = await report()
    expect(reused_ids).toEqual(reusedIds(usesIn([owner, later, broken, ...bundles])))
    expect(reused_ids.items).toHaveLength(REUSED_IDS_MAX)
    expect(reused_ids.total).toBeGreaterThan(REUSED_IDS_MAX)
    expect(new Set(reused_ids.items.map(({ runs }) => runs % 2))).toEqual(new Set([0, 1]))
  })

  test('ids are told of by their code points, and UUIDs in either case of letters', async () => {
    const ids = [
      'B',
      'b',
      'Ä',
      '\u{ff5e}',
      '\u{1f600}',
      'ABCDEF00-0000-4000-8000-00000000000f',
      'abcdef00-0000-4000-8000',
    ]
    await storeRuns(
      store(),
      ...[runId(10), runId(11)].map((run_id) =>
        aBundle({ run: aRun({ run_id }), nodes: ids.map((node_id) => aNode({ run_id, node_id })) }),
      ),
    )
    const { reused_ids, node_ids } = await report()
    expect(reused_ids.items.map(({ node_id }) => node_id)).toEqual(['step_1', ...ids.toSorted(compareCodePoints)])
    expect(node_ids).toEqual({ total: 11, uuid: 1, name: 10 })
  })

  test('a run that is written anew counts with its new rows once it was looked through again', async () => {
    const eventsOfStep1 = async () => (await service().report()).reused_ids.items.map(({ events }) => events)
    await service().refresh()
    expect(await eventsOfStep1()).toEqual([4])
    await store().writer.writeRun({
      ...later,
      events: [...later.events, anEvent({ run_id: LATER, event_id: 'later-4', node_id: 'step_1', execution_order: 4 })],
    })
    expect(await eventsOfStep1()).toEqual([4])
    await service().refresh()
    expect(await eventsOfStep1()).toEqual([5])
  })

  test('nothing is told of runs that nobody looked through', async () => {
    expect(await service().report()).toMatchObject({
      shape: 'runlens',
      reused_ids: { total: 0, items: [] },
      groups: [],
      runs_with_findings: 0,
    })
  })
}
