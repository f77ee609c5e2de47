import { expect, test } from 'vitest'
import { aSpan } from '#mocks/fixtures/aSpan.ts'
import { aBundle, aFile, aMessage, anEdge, anEvent, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { IntegrityService } from '#server/integrity/IntegrityService.ts'
import type { Store } from '#server/store/ports/store.ts'
import type { RunBatch, RunBundle } from '#server/store/ports/writer.ts'
import { RUN_ATTRIBUTE, runOfTrace } from '#server/store/spans/runOfTrace.ts'
import { drawRuns, runId, storeRuns, tellRuns } from '#tests/support/testStore.ts'

const RUN = aRun().run_id

const NOTHING = {
  nodes: [],
  removed_nodes: [],
  topology: false,
  events: [],
  removed_events: [],
  files: false,
  messages: false,
}

const bundle = aBundle({
  nodes: ['plan', 'work'].map((node_id) => aNode({ node_id })),
  edges: [anEdge({ from_node_id: 'plan', to_node_id: 'work' })],
  events: [
    anEvent({ event_id: 'one', node_id: 'plan', inputs: { a: 1 } }),
    anEvent({ event_id: 'two', node_id: 'work' }),
    anEvent({ event_id: 'three' }),
  ],
  files: [aFile({ node_id: 'plan' })],
  messages: [aMessage({ node_id: 'work' })],
})

export function changeFeedContract(store: () => Store): void {
  const replace = (over: Partial<RunBundle>) => store().writer.replaceRun(aSession(), { ...bundle, ...over })
  const merge = (over: Partial<RunBatch>) =>
    store().writer.mergeRun({ ...aBundle(), run_id: RUN, run: undefined, sessions: [], ...over })
  /** A run that batches may add to. */
  const begin = (over: Partial<RunBundle>) => merge({ ...bundle, sessions: [aSession()], ...over })
  const revision = async () => (await store().changes.revisionOf(RUN)) ?? Number.NaN
  const since = async (earlier: number) => await store().changes.changesSince(RUN, earlier)
  /** What one write changes, its lists sorted. */
  const changesBy = async (write: () => Promise<unknown>) => {
    const before = await revision()
    await write()
    const found = await since(before)
    const sorted = found && {
      ...found.changes,
      nodes: found.changes.nodes.toSorted(),
      events: found.changes.events.toSorted((a, b) => (a.event_id < b.event_id ? -1 : 1)),
    }
    return { writes: (await revision()) - before, changes: sorted }
  }

  test('the store has one name, and a run that is not there has no number', async () => {
    const epoch = await store().changes.epoch()
    expect(epoch).not.toBe('')
    expect(await store().changes.epoch()).toBe(epoch)
    expect(await store().changes.revisionOf(RUN)).toBeUndefined()
    expect(await since(0)).toBeUndefined()
  })

  test('a new run is told from its beginning', async () => {
    await replace({})
    expect(await revision()).toBe(1)
    const told = await since(0)
    expect(told?.revision).toBe(1)
    expect(told?.changes.nodes.toSorted()).toEqual(['plan', 'work'])
    expect(told?.changes).toMatchObject({ removed_nodes: [], topology: true, files: true, messages: true })
    expect(told?.changes.events.every(({ is_new }) => is_new)).toBe(true)
  })

  test('whoever knows the last write is told of nothing, and whoever knows a later one reads anew', async () => {
    await replace({})
    expect(await since(1)).toEqual({ revision: 1, changes: NOTHING })
    expect(await since(2)).toBeUndefined()
  })

  test('several writes are told as one', async () => {
    await replace({})
    const brief = anEvent({ event_id: 'brief' })
    await replace({ events: [...bundle.events, anEvent({ event_id: 'new', node_id: 'plan' }), brief] })
    const events = [...bundle.events, anEvent({ event_id: 'new', node_id: 'work' }), brief]
    await replace({ events })
    await replace({ events, nodes: [...bundle.nodes, aNode({ node_id: 'late' })] })
    await replace({
      nodes: [aNode({ node_id: 'plan' })],
      edges: [],
      events: [anEvent({ event_id: 'new', node_id: 'plan', status: 'done' }), anEvent({ event_id: 'one' })],
      messages: [],
    })
    const told = await since(1)
    expect(told).toMatchObject({
      revision: 5,
      changes: { nodes: ['plan'], topology: true, files: false, messages: true },
    })
    expect(told?.changes.removed_nodes.toSorted()).toEqual(['late', 'work'])
    expect(told?.changes.events.toSorted((a, b) => (a.event_id < b.event_id ? -1 : 1))).toEqual([
      { event_id: 'new', node_id: 'plan', is_new: true },
      { event_id: 'one', node_id: null, is_new: false },
    ])
    expect(told?.changes.removed_events.toSorted()).toEqual(['brief', 'three', 'two'])
    expect((await since(4))?.changes.removed_nodes.toSorted()).toEqual(['late', 'work'])
  })

  test('an event that went and came again is not new to whoever saw it before', async () => {
    await replace({})
    await replace({ events: bundle.events.slice(1) })
    await replace({})
    expect((await since(1))?.changes).toMatchObject({
      events: [{ event_id: 'one', node_id: 'plan', is_new: false }],
      removed_events: [],
    })
    expect((await since(2))?.changes).toMatchObject({ events: [{ event_id: 'one', is_new: true }] })
  })

  test('a run that is stored whole is too much to tell: whoever knows what was before reads anew', async () => {
    await begin({})
    await tellRuns(store(), bundle)
    expect(await revision()).toBe(2)
    expect(await since(1)).toBeUndefined()
    await merge({ events: [anEvent({ event_id: 'later' })] })
    expect(await since(1)).toBeUndefined()
    expect(await since(2)).toMatchObject({ revision: 3, changes: { events: [{ event_id: 'later', is_new: true }] } })
  })

  test('2,000 events are told, and one more is too much', async () => {
    const many = (count: number, from: number) =>
      Array.from({ length: count }, (_, index) => anEvent({ event_id: `${from + index}` }))
    await begin({})
    await merge({ events: many(2000, 0) })
    expect((await since(1))?.changes.events).toHaveLength(2000)
    await merge({ events: many(2001, 2000) })
    expect(await since(2)).toBeUndefined()
    await merge({ events: many(1, 9000) })
    expect((await since(3))?.changes.events).toHaveLength(1)
  })

  test('two writes that are each little can together be too much', async () => {
    await begin({})
    for (const part of ['a', 'b'])
      await merge({ events: Array.from({ length: 1500 }, (_, index) => anEvent({ event_id: `${part}${index}` })) })
    expect(await since(1)).toBeUndefined()
    expect((await since(2))?.changes.events).toHaveLength(1500)
  })

  test('1,000 nodes are told, and one more is too much', async () => {
    const many = (count: number, from: number) =>
      Array.from({ length: count }, (_, index) => aNode({ node_id: `${from + index}` }))
    await begin({})
    await merge({ nodes: many(1000, 0) })
    expect((await since(1))?.changes.nodes).toHaveLength(1000)
    await merge({ nodes: many(1001, 1000) })
    expect(await since(2)).toBeUndefined()
  })

  test('what the last writes changed is still known after what is old was forgotten', async () => {
    await begin({})
    await merge({ events: [anEvent({ event_id: 'new' })] })
    await store().changes.pruneChanges()
    expect((await since(1))?.changes.events).toHaveLength(1)
  })

  test('the runs that were written since a moment are named, each once and by nobody twice', async () => {
    const now = async () => (await store().changes.writtenSince(undefined, 20)).mark
    const beginning = await now()
    expect(await store().changes.writtenSince(beginning, 20)).toMatchObject({ run_ids: [], more: false })
    await begin({})
    await merge({ events: [anEvent({ event_id: 'new' })] })
    const first = await store().changes.writtenSince(beginning, 20)
    expect(first).toMatchObject({ run_ids: [RUN], more: false })
    expect(await store().changes.writtenSince(first.mark, 20)).toMatchObject({ run_ids: [], more: false })
    // A write that changes nothing is none, and neither is an audit.
    await merge({ events: [anEvent({ event_id: 'new' })] })
    await new IntegrityService(store().repositories.integrity).refresh()
    expect(await store().changes.writtenSince(first.mark, 20)).toMatchObject({ run_ids: [], more: false })
    const others = [1, 2, 3].map((number) => aRun({ run_id: runId(number) }).run_id)
    await storeRuns(store(), ...others.map((run_id) => aBundle({ run: aRun({ run_id }) })))
    const later = await store().changes.writtenSince(first.mark, 3)
    expect([later.run_ids.toSorted(), later.more]).toEqual([others, false])
    const few = await store().changes.writtenSince(first.mark, 2)
    expect([few.run_ids.length, few.more]).toEqual([2, true])
    expect(await store().changes.writtenSince(later.mark, 2)).toMatchObject({ run_ids: [], more: false })
  })

  test('that a run is gone is told as well, once', async () => {
    const trace_id = '0af7651916cd43dd8448eb211c80319c'
    const run_id = runOfTrace(trace_id)
    await store().spans.acceptSpans([aSpan({ trace_id })])
    await drawRuns(store(), aBundle({ run: aRun({ run_id }) }))
    const { mark } = await store().changes.writtenSince(undefined, 20)
    await store().spans.acceptSpans([
      aSpan({ trace_id, span_id: 'b7ad6b7169203332', attributes: { [RUN_ATTRIBUTE]: RUN } }),
    ])
    expect(await store().repositories.runs.hasRun(run_id)).toBe(false)
    const told = await store().changes.writtenSince(mark, 20)
    expect(told).toMatchObject({ run_ids: [], more: true })
    expect(await store().changes.writtenSince(told.mark, 20)).toMatchObject({ run_ids: [], more: false })
  })

  test('a replacement tells what differs, and nothing else', async () => {
    await replace({})
    expect(
      await changesBy(() =>
        replace({ events: [...bundle.events.slice(0, 2), anEvent({ event_id: 'three', status: 'done' })] }),
      ),
    ).toEqual({ writes: 1, changes: { ...NOTHING, events: [{ event_id: 'three', node_id: null, is_new: false }] } })
    expect(await changesBy(() => replace({ events: bundle.events }))).toMatchObject({ writes: 1 })
    expect(await changesBy(() => replace({}))).toEqual({ writes: 0, changes: NOTHING })
  })

  test('the run alone changes without its rows', async () => {
    await replace({})
    expect(await changesBy(() => replace({ run: aRun({ status: 'failed' }) }))).toEqual({ writes: 1, changes: NOTHING })
  })

  test('a payload that is another counts as a change, as do nodes, files, messages and edges', async () => {
    await begin({})
    const [one] = bundle.events
    if (!one) throw new Error('the bundle has events')
    expect(await changesBy(() => merge({ events: [{ ...one, inputs: { a: 2 } }] }))).toEqual({
      writes: 1,
      changes: { ...NOTHING, nodes: ['plan'], events: [{ event_id: 'one', node_id: 'plan', is_new: false }] },
    })
    expect(await changesBy(() => merge({ nodes: [aNode({ node_id: 'work', status: 'failed' })] }))).toEqual({
      writes: 1,
      changes: { ...NOTHING, nodes: ['work'] },
    })
    expect(await changesBy(() => merge({ files: [aFile({ node_id: 'plan', file_path: 'other' })] }))).toEqual({
      writes: 1,
      changes: { ...NOTHING, nodes: ['plan'], files: true },
    })
    expect(
      await changesBy(() => merge({ files: [aFile({ node_id: 'plan', content: new Uint8Array([1, 2]) })] })),
    ).toEqual({ writes: 1, changes: { ...NOTHING, nodes: ['plan'], files: true } })
    expect(await changesBy(() => merge({ messages: [aMessage({ node_id: 'work', content: 'other' })] }))).toEqual({
      writes: 1,
      changes: { ...NOTHING, nodes: ['work'], messages: true },
    })
    expect(
      await changesBy(() => merge({ edges: [anEdge({ from_node_id: 'plan', to_node_id: 'work', condition: 'if' })] })),
    ).toEqual({ writes: 1, changes: { ...NOTHING, topology: true } })
  })

  test('a change far within a payload is one as well', async () => {
    const long = (end: string) => anEvent({ inputs: { text: `${'x'.repeat(10_000)}${end}` } })
    await begin({ events: [long('a')] })
    const events = [{ event_id: 'event-1', node_id: null, is_new: false }]
    expect(await changesBy(() => merge({ events: [long('b')] }))).toEqual({
      writes: 1,
      changes: { ...NOTHING, events },
    })
    expect(await changesBy(() => merge({ events: [long('b')] }))).toEqual({ writes: 0, changes: NOTHING })
  })

  test('an event, a file or a message that moves changes both nodes', async () => {
    await begin({})
    const both = { ...NOTHING, nodes: ['plan', 'work'] }
    expect(
      await changesBy(() => merge({ events: [anEvent({ event_id: 'one', node_id: 'work', inputs: { a: 1 } })] })),
    ).toEqual({
      writes: 1,
      changes: { ...both, events: [{ event_id: 'one', node_id: 'work', is_new: false }] },
    })
    expect(await changesBy(() => merge({ files: [aFile({ node_id: 'work' })] }))).toMatchObject({
      changes: { ...both, files: true },
    })
    expect(await changesBy(() => merge({ messages: [aMessage({ node_id: 'plan' })] }))).toMatchObject({
      changes: { ...both, messages: true },
    })
  })

  test('a node that vanished is told with what it had, and is not among those that changed', async () => {
    await replace({})
    const [plan] = bundle.nodes
    if (!plan) throw new Error('the bundle has nodes')
    const [one, , three] = bundle.events
    expect(
      await changesBy(() =>
        replace({ nodes: [plan], edges: [], events: [one, three].flatMap((event) => event ?? []), messages: [] }),
      ),
    ).toEqual({
      writes: 1,
      changes: {
        ...NOTHING,
        removed_nodes: ['work'],
        topology: true,
        removed_events: ['two'],
        messages: true,
      },
    })
  })
}
