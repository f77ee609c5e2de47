import { expect, test } from 'vitest'
import { EventId, RunId } from '#contract/ids.ts'
import { EVENT_TREE_MAX } from '#contract/scoped.ts'
import { aBundle, anEvent, aRun } from '#mocks/fixtures/builders.ts'
import type { Store } from '#server/store/ports/store.ts'
import { runId, storeRuns } from '#tests/support/testStore.ts'

type Told = readonly [event_id: string, parent_event_id: string | null]

/** Events in the order of their execution. */
const told = (run_id: string, events: readonly Told[]) =>
  aBundle({
    run: aRun({ run_id }),
    events: events.map(([event_id, parent_event_id], execution_order) =>
      anEvent({ run_id, event_id, parent_event_id, execution_order }),
    ),
  })

export function eventTreeContract(store: () => Store): void {
  const treeOf = async (event_id: string, run_id: string = runId(1)) => {
    const { rows, truncated } = await store().repositories.events.getEventTree(
      RunId.parse(run_id),
      EventId.parse(event_id),
    )
    return { ids: rows.map((row) => row.event_id), truncated }
  }

  test('hold the event and its descendants in execution order, and neither its parent nor its siblings', async () => {
    await storeRuns(
      store(),
      told(runId(1), [
        ['top', null],
        ['grandchild before its parent', 'child'],
        ['root', 'top'],
        ['child', 'root'],
        ['sibling', 'top'],
        ['second child', 'root'],
      ]),
    )
    const ids = ['grandchild before its parent', 'root', 'child', 'second child']
    expect(await treeOf('root')).toEqual({ ids, truncated: false })
    expect(await treeOf('sibling')).toEqual({ ids: ['sibling'], truncated: false })
    expect(await treeOf('unknown')).toEqual({ ids: [], truncated: false })
  })

  test('end where parents form a cycle, with each event once', async () => {
    await storeRuns(
      store(),
      told(runId(1), [
        ['a', 'c'],
        ['b', 'a'],
        ['c', 'b'],
        ['tail', 'c'],
        ['own parent', 'own parent'],
      ]),
    )
    for (const root of ['a', 'b', 'c']) expect((await treeOf(root)).ids).toEqual(['a', 'b', 'c', 'tail'])
    expect((await treeOf('own parent')).ids).toEqual(['own parent'])
  })

  test('do not follow a parent into another run', async () => {
    await storeRuns(store(), told(runId(1), [['root', null]]), told(runId(2), [['stray', 'root']]))
    expect((await treeOf('root')).ids).toEqual(['root'])
    expect((await treeOf('stray')).ids).toEqual([])
    expect((await treeOf('stray', runId(2))).ids).toEqual(['stray'])
  })

  test('hold the events of the asked run only, where several runs have events of the same ids', async () => {
    const family: readonly Told[] = [
      ['root', null],
      ['child', 'root'],
    ]
    await storeRuns(store(), told(runId(1), family), told(runId(2), [...family, ['only here', 'child']]))
    expect((await treeOf('root')).ids).toEqual(['root', 'child'])
    expect((await treeOf('root', runId(2))).ids).toEqual(['root', 'child', 'only here'])
    expect((await treeOf('root', runId(3))).ids).toEqual([])
  })

  test('the runs that have an event of an id are told by their ids, as many as are asked for', async () => {
    const numbers = [3, 1, 2]
    await storeRuns(store(), ...numbers.map((number) => told(runId(number), [['e1', null]])))
    const runsOf = (id: string, limit: number) => store().repositories.events.runsOfEvent(EventId.parse(id), limit)
    expect(await runsOf('e1', 9)).toEqual([runId(1), runId(2), runId(3)])
    expect(await runsOf('e1', 2)).toEqual([runId(1), runId(2)])
    expect(await runsOf('nowhere', 9)).toEqual([])
  })

  test('keep the nearest where there are too many', async () => {
    const children = Array.from({ length: EVENT_TREE_MAX - 1 }, (_, i): Told => [`child ${i}`, 'root'])
    const deep = children.slice(0, 50).map(([id]): Told => [`under ${id}`, id])
    await storeRuns(store(), told(runId(1), [...deep, ['root', null], ...children]))
    const { ids, truncated } = await treeOf('root')
    expect(truncated).toBe(true)
    expect(ids).toEqual(['root', ...children.map(([id]) => id)])
  })

  test('bear chains that are as deep as they may be long', async () => {
    const chain = Array.from({ length: EVENT_TREE_MAX }, (_, i): Told => [`e${i}`, i === 0 ? null : `e${i - 1}`])
    await storeRuns(store(), told(runId(1), chain))
    const { ids, truncated } = await treeOf('e0')
    expect(truncated).toBe(false)
    expect(ids).toEqual(chain.map(([id]) => id))
  })
}
