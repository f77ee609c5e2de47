import { expect, test } from 'vitest'
import { JSON_DEPTH_MAX } from '#contract/json.ts'
import { aBundle, aFile, aMessage, anEdge, anEvent, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { CANARY, GREEN, twinRuns } from '#mocks/fixtures/twinRuns.ts'
import type { Store } from '#server/store/ports/store.ts'
import { JsonTooDeepError, ScopeBreachError, StaleRowsError, UnknownRunError } from '#server/store/ports/errors.ts'
import type { RunBatch } from '#server/store/ports/writer.ts'
import { FIRST_PAGE, tellRuns } from '#tests/support/testStore.ts'
import { snapshot } from './writer.contract.ts'

const RUN = aRun().run_id
const GREEN_RUN = aRun({ run_id: GREEN }).run_id
const aBatch = (over: Partial<RunBatch> = {}): RunBatch => ({
  ...aBundle(),
  run_id: RUN,
  run: undefined,
  sessions: [],
  ...over,
})

export function mergeRunContract(store: () => Store): void {
  const merge = (over: Partial<RunBatch>) => store().writer.mergeRun(aBatch(over))
  const revision = async () => await store().changes.revisionOf(RUN)

  test('a run grows by batches: first it and its session, then rows that name what is stored', async () => {
    await merge({ run: aRun({ status: 'executing' }), sessions: [aSession({ name: 'Tuesday' })] })
    await merge({ nodes: [aNode({ node_id: 'plan' }), aNode({ node_id: 'work' })] })
    await merge({
      edges: [anEdge({ from_node_id: 'plan', to_node_id: 'work' })],
      events: [anEvent({ node_id: 'work' })],
      files: [aFile({ node_id: 'plan', content: new TextEncoder().encode('x') })],
      messages: [aMessage({ node_id: 'work' })],
    })
    const { run, nodes, edges, events, files, messages } = await snapshot(store())
    expect(run).toMatchObject({ status: 'executing', session_name: 'Tuesday', event_count: 1 })
    expect(nodes).toMatchObject([
      { node_id: 'plan', file_count: 1 },
      { node_id: 'work', event_count: 1, message_count: 1 },
    ])
    expect([edges.length, events.length, files.length, messages.length]).toEqual([1, 1, 1, 1])
    expect(await revision()).toBe(3)
  })

  test('a row under the same key is replaced, the others stay', async () => {
    await tellRuns(store(), aBundle({ events: [anEvent({ event_id: 'a' }), anEvent({ event_id: 'b' })] }))
    await merge({ events: [anEvent({ event_id: 'b', status: 'failed' })] })
    expect((await snapshot(store())).events).toMatchObject([
      { event_id: 'a', status: null },
      { event_id: 'b', status: 'failed' },
    ])
  })

  test('a file may be patched while its content stays as it is stored, whatever the row says of it', async () => {
    const content = new TextEncoder().encode('0123456789')
    const node_id = aNode().node_id
    const foreign = aFile({ run_id: GREEN, file_id: 'secret', content: new TextEncoder().encode(CANARY.green) })
    await tellRuns(
      store(),
      aBundle({ nodes: [aNode()], files: [aFile({ content })] }),
      aBundle({ run: aRun({ run_id: GREEN }), files: [foreign] }),
    )
    const { files } = store().repositories
    const before = (await files.listFilesForRun(RUN, FIRST_PAGE)).rows
    const theirs = (await files.listFilesForRun(GREEN_RUN, FIRST_PAGE)).rows[0]?.sha256 ?? null
    const { content: _, ...row } = aFile({ file_path: 'moved.txt', node_id, sha256: theirs, size_bytes: 3 })
    await merge({ files: [{ ...row, content: 'stored' }] })
    const after = (await files.listFilesForRun(RUN, FIRST_PAGE)).rows
    expect(after).toEqual(before.map((file) => ({ ...file, file_path: 'moved.txt', node_id })))
    expect(await files.readContent(RUN, row.file_id, 0, 100)).toEqual(content)
  })

  test('a file whose content is to stay and is not there is refused, for somebody wrote over it since', async () => {
    await tellRuns(store(), aBundle({ files: [aFile({ file_id: 'bare' })] }))
    for (const file_id of ['bare', 'nowhere']) {
      const { content: _, ...row } = aFile({ file_id })
      await expect(merge({ files: [{ ...row, content: 'stored' }], nodes: [aNode()] })).rejects.toThrow(StaleRowsError)
    }
    expect((await snapshot(store())).nodes).toEqual([])
  })

  test('rows that were made from what somebody wrote over since are refused, and made anew they are stored', async () => {
    const batch = { run: aRun(), sessions: [aSession()] }
    await merge({ ...batch, revision: 0 })
    await merge({ nodes: [aNode()], revision: 1 })
    await expect(merge({ ...batch, revision: 0 })).rejects.toThrow(StaleRowsError)
    await expect(merge({ events: [anEvent()], revision: 1 })).rejects.toThrow(StaleRowsError)
    expect((await snapshot(store())).events).toEqual([])
    await merge({ events: [anEvent()], revision: 2 })
    expect((await snapshot(store())).events).toHaveLength(1)
    expect(await revision()).toBe(3)
  })

  test('a batch that comes again changes nothing', async () => {
    const batch = { run: aRun(), sessions: [aSession()], nodes: [aNode()], events: [anEvent({ node_id: 'step_1' })] }
    await merge(batch)
    const before = await revision()
    await merge(batch)
    await merge({ events: batch.events })
    await merge({})
    expect(await revision()).toBe(before)
  })

  test('batches at the same time are all there, each with a number of its own', async () => {
    await merge({ run: aRun(), sessions: [aSession()] })
    const names = ['a', 'b', 'c', 'd']
    await Promise.all(
      names.map((name) =>
        merge({ nodes: [aNode({ node_id: name })], events: [anEvent({ event_id: name, node_id: name })] }),
      ),
    )
    expect((await snapshot(store())).nodes.map((node) => [node.node_id, node.event_count])).toEqual(
      names.map((name) => [name, 1]),
    )
    expect(await revision()).toBe(1 + names.length)
    const since = await store().changes.changesSince(RUN, 1)
    expect(since?.revision).toBe(1 + names.length)
    expect(since?.changes.events.map(({ event_id }) => event_id).toSorted()).toEqual(names)
  })

  test('batches that bring the same new run at the same time make one run of it', async () => {
    const names = ['a', 'b', 'c']
    await Promise.all(
      names.map((name) =>
        merge({ run: aRun({ agent: name }), sessions: [aSession()], events: [anEvent({ event_id: name })] }),
      ),
    )
    expect((await snapshot(store())).events).toHaveLength(names.length)
    expect(await revision()).toBe(names.length)
  })

  test('a run that nobody stored or gave is unknown', async () => {
    await expect(merge({ events: [anEvent()] })).rejects.toBeInstanceOf(UnknownRunError)
    await expect(merge({ sessions: [aSession()] })).rejects.toBeInstanceOf(UnknownRunError)
    expect(await revision()).toBeUndefined()
    const { total } = await store().repositories.sessions.listSessions({ limit: 1, after: undefined })
    expect(total).toBe(0)
  })

  test('a run whose session nobody stored or gave is refused', async () => {
    const refusal = merge({ run: aRun({ session_id: 'nobody' }), sessions: [aSession()] })
    await expect(refusal).rejects.toBeInstanceOf(ScopeBreachError)
    await expect(refusal).rejects.toThrow(/session "nobody" of run .* is neither given nor stored/)
    expect(await revision()).toBeUndefined()
  })

  test.each<{ readonly what: string; readonly batch: Partial<RunBatch>; readonly says: string }>([
    { what: 'the run of another id', batch: { run: aRun({ run_id: GREEN }) }, says: 'belongs to run' },
    { what: 'a node of another run', batch: { nodes: [aNode(), aNode({ run_id: GREEN })] }, says: 'nodes[1]' },
    { what: 'an edge of another run', batch: { edges: [anEdge({ run_id: GREEN })] }, says: 'edges[0]' },
    { what: 'an event of another run', batch: { events: [anEvent({ run_id: GREEN })] }, says: 'events[0]' },
    { what: 'a file of another run', batch: { files: [aFile({ run_id: GREEN })] }, says: 'files[0]' },
    { what: 'a message of another run', batch: { messages: [aMessage({ run_id: GREEN })] }, says: 'messages[0]' },
    {
      what: 'an edge to nowhere',
      batch: { nodes: [aNode()], edges: [anEdge({ from_node_id: 'step_1', to_node_id: 'nowhere' })] },
      says: 'edges[0]',
    },
    {
      what: 'an event of a node that only another run has',
      batch: { events: [anEvent({ event_id: 'fine' }), anEvent({ node_id: 'step_1' })] },
      says: 'events[1]',
    },
    { what: 'a file of no known node', batch: { files: [aFile({ node_id: 'nowhere' })] }, says: 'files[0]' },
    {
      what: 'a message of no known node',
      batch: { messages: [aMessage({ node_id: 'nowhere' })] },
      says: 'messages[0]',
    },
  ])('a batch with $what is refused whole', async ({ batch, says }) => {
    await tellRuns(store(), ...twinRuns, aBundle({ nodes: [aNode({ node_id: 'own' })] }))
    const read = async () => [await snapshot(store()), await snapshot(store(), GREEN), await revision()]
    const before = await read()
    const refusal = merge({
      run: aRun({ agent: 'would be new' }),
      sessions: [aSession({ name: 'would be new' })],
      messages: [aMessage({ message_id: 'would be new' })],
      ...batch,
    })
    await expect(refusal).rejects.toBeInstanceOf(ScopeBreachError)
    await expect(refusal).rejects.toThrow(says)
    expect(await read()).toEqual(before)
  })

  test('a batch with too deep JSON is refused whole', async () => {
    await tellRuns(store(), aBundle())
    const before = await snapshot(store())
    const deep = JSON.parse('['.repeat(JSON_DEPTH_MAX + 1) + ']'.repeat(JSON_DEPTH_MAX + 1)) as []
    const events = [anEvent({ event_id: 'fine' }), anEvent({ inputs: deep })]
    await expect(merge({ events })).rejects.toBeInstanceOf(JsonTooDeepError)
    expect(await snapshot(store())).toEqual(before)
  })
}
