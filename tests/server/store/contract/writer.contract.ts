import { expect, test } from 'vitest'
import type { ExecutionEvent } from '#contract/entities.ts'
import { JSON_DEPTH_MAX } from '#contract/json.ts'
import { aBundle, aFile, aMessage, anEdge, anEvent, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { BLUE, GREEN, twinRuns, twinSessions } from '#mocks/fixtures/twinRuns.ts'
import type { Store } from '#server/store/ports/store.ts'
import { ScopeBreachError } from '#server/store/ports/errors.ts'
import { FIRST_PAGE, readByPages, storeRuns } from '#tests/support/testStore.ts'

const RUN = aRun().run_id

/** All rows of a run, as a reader sees them. */
export async function snapshot({ repositories }: Store, run_id = RUN) {
  const { runs, nodes, events, files, messages, summaries } = repositories
  return {
    run: await runs.findRun(run_id),
    nodes: await nodes.listEnrichedNodes(run_id),
    edges: await nodes.listEdges(run_id),
    events: await readByPages(500, (page) => events.listEventsForRun(run_id, {}, page)),
    files: (await files.listFilesForRun(run_id, FIRST_PAGE)).rows,
    messages: (await messages.listMessagesForRun(run_id, {}, FIRST_PAGE)).rows,
    summary: await summaries.summarizeRun(run_id),
  }
}

type Payload = NonNullable<ExecutionEvent['inputs']>
const nested = (levels: number): Payload =>
  levels === 0 ? 'core' : levels % 2 === 0 ? [nested(levels - 1)] : { in: nested(levels - 1) }

export function writerContract(store: () => Store): void {
  test('a new store is empty until a run is written', async () => {
    expect(await store().repositories.runs.isEmpty()).toBe(true)
    await storeRuns(store(), aBundle())
    expect(await store().repositories.runs.isEmpty()).toBe(false)
  })

  test('the same run written twice is there once', async () => {
    await storeRuns(store(), ...twinRuns)
    const once = await snapshot(store(), BLUE)
    await storeRuns(store(), ...twinRuns)
    expect(await snapshot(store(), BLUE)).toEqual(once)
  })

  test('a run is known by the digest of its last write, and by none after a write that gives none', async () => {
    await storeRuns(store(), aBundle())
    const { writer } = store()
    const digest = async () => (await writer.digestsOf([RUN])).get(RUN)
    expect(await digest()).toBeUndefined()
    await writer.writeRuns([{ bundle: aBundle(), digest: 'first' }])
    await writer.writeRuns([{ bundle: aBundle(), digest: 'second' }])
    expect(await digest()).toBe('second')
    await writer.writeRun(aBundle())
    expect(await digest()).toBeUndefined()
  })

  test('runs that are written together are all there, each with its own rows and digest', async () => {
    const { writer, repositories } = store()
    await writer.writeSessions(twinSessions)
    await writer.writeRuns(twinRuns.map((bundle) => ({ bundle, digest: `of ${bundle.run.run_id}` })))
    const together = [await snapshot(store(), BLUE), await snapshot(store(), GREEN)]
    expect(await writer.digestsOf([BLUE, GREEN])).toEqual(
      new Map([BLUE, GREEN].map((run_id) => [run_id, `of ${run_id}`])),
    )
    for (const bundle of twinRuns) await writer.writeRun(bundle)
    expect([await snapshot(store(), BLUE), await snapshot(store(), GREEN)]).toEqual(together)
    expect(await repositories.integrity.countPendingRuns()).toBe(2)
  })

  test('of runs that are written together none is stored where one is refused', async () => {
    const { writer, repositories } = store()
    await writer.writeSessions(twinSessions)
    const mine = aBundle({ run: aRun({ run_id: BLUE }), events: [anEvent({ run_id: BLUE, event_id: 'one' })] })
    const stolen = aBundle({ run: aRun({ run_id: GREEN }), events: [anEvent({ run_id: BLUE, event_id: 'two' })] })
    await writer.writeSessions([aSession()])
    await expect(writer.writeRuns([{ bundle: mine }, { bundle: stolen }])).rejects.toThrow(ScopeBreachError)
    expect(await repositories.runs.isEmpty()).toBe(true)
  })

  test('two runs may have events of the same id, and each keeps its own', async () => {
    const bundles = [BLUE, GREEN].map((run_id) =>
      aBundle({ run: aRun({ run_id }), events: [anEvent({ run_id, event_id: 'e1', agent_name: `of ${run_id}` })] }),
    )
    await storeRuns(store(), ...bundles)
    for (const run_id of [BLUE, GREEN])
      // oxlint-disable-next-line no-await-in-loop -- one run after the other
      expect((await snapshot(store(), run_id)).events).toMatchObject([{ event_id: 'e1', agent_name: `of ${run_id}` }])
  })

  test('settling after many runs changes nothing that is read', async () => {
    await storeRuns(store(), ...twinRuns)
    const before = await snapshot(store(), BLUE)
    await store().writer.settle()
    expect(await snapshot(store(), BLUE)).toEqual(before)
  })

  test('rows written again are replaced whole, the others stay', async () => {
    const node = { node_id: 'step_1' }
    await storeRuns(
      store(),
      aBundle({
        run: aRun({ agent: 'before', task_description: 'gone' }),
        nodes: [aNode({ ...node, agent: 'before' })],
        edges: [anEdge({ from_node_id: 'step_1', condition: 'before' })],
        events: [anEvent({ event_id: 'again', ...node, error_message: 'before' }), anEvent({ event_id: 'stays' })],
        files: [aFile({ ...node, file_path: 'before' })],
        messages: [aMessage({ ...node, tokens: 1 })],
      }),
    )
    const again = aBundle({
      run: aRun({ agent: 'after' }),
      nodes: [aNode({ ...node, label: 'after' })],
      edges: [anEdge({ from_node_id: 'step_1', dependency_type: 'parallel' })],
      events: [anEvent({ event_id: 'again', event_type: 'handoff' })],
      files: [aFile({ file_path: 'after' })],
      messages: [aMessage({ content: 'after' })],
    })
    await storeRuns(store(), again)
    const { run, nodes, edges, events, files, messages } = await snapshot(store())
    expect(run).toMatchObject({ agent: 'after', task_description: null })
    expect(nodes).toMatchObject([{ label: 'after', agent: null, event_count: 0 }])
    expect(edges).toEqual(again.edges)
    expect(events).toMatchObject([
      { event_id: 'again', node_id: null, error_message: null, is_error: false, headline: 'handed over' },
      { event_id: 'stays' },
    ])
    expect(files).toMatchObject([{ file_path: 'after', node_id: null }])
    expect(messages).toEqual(again.messages)
  })

  test('of two rows with one key in a bundle the last counts', async () => {
    await storeRuns(store(), aBundle({ events: [anEvent({ status: 'running' }), anEvent({ status: 'completed' })] }))
    expect((await snapshot(store())).events).toMatchObject([{ status: 'completed' }])
  })

  test('a run of thousands of events is stored whole', async () => {
    const events = Array.from({ length: 2345 }, (_, i) => anEvent({ event_id: `e${i}`, execution_order: i }))
    await storeRuns(store(), aBundle({ events }))
    expect((await snapshot(store())).events.map((row) => row.event_id)).toEqual(events.map((event) => event.event_id))
  })

  test('a payload larger than one statement’s share is stored whole', async () => {
    const big = 'é'.repeat(3_000_000)
    const events = ['a', 'b'].map((event_id) => anEvent({ event_id, outputs: { big } }))
    await storeRuns(store(), aBundle({ events }))
    for (const { event_id } of events)
      expect((await store().repositories.events.findEvent(RUN, event_id))?.outputs).toEqual({ big })
  })

  test('payloads as deep as allowed come back as they were', async () => {
    const event = anEvent({ inputs: nested(JSON_DEPTH_MAX), outputs: nested(JSON_DEPTH_MAX) })
    await storeRuns(store(), aBundle({ events: [event] }))
    expect(await store().repositories.events.findEvent(RUN, event.event_id)).toEqual(event)
  })

  test('text that no database can hold is shown by its stand-ins, and all other text as it is', async () => {
    const hostile = 'NUL \u0000, lone \ud83d and \ude00, \u{1f600}, \\u0000, \'"; drop table sessions; --, \u202e'
    const stored = 'NUL \u2400, lone \ufffd and \ufffd, \u{1f600}, \\u0000, \'"; drop table sessions; --, \u202e'
    await store().writer.writeSessions([aSession({ name: hostile, meta: { [hostile]: hostile } })])
    await storeRuns(
      store(),
      aBundle({
        run: aRun({ task_description: hostile }),
        nodes: [aNode({ label: hostile })],
        edges: [anEdge({ from_node_id: 'step_1', condition: hostile })],
        events: [
          anEvent({ error_message: hostile, inputs: { [hostile]: [hostile] }, outputs: hostile, status: hostile }),
        ],
        files: [aFile({ file_path: hostile })],
        messages: [aMessage({ content: hostile })],
      }),
    )
    const { run, nodes, edges, files, messages } = await snapshot(store())
    expect(run).toMatchObject({ task_description: stored, session_name: stored })
    expect([nodes[0]?.label, edges[0]?.condition, files[0]?.file_path, messages[0]?.content]).toEqual([
      stored,
      stored,
      stored,
      stored,
    ])
    expect(await store().repositories.events.findEvent(RUN, anEvent().event_id)).toMatchObject({
      error_message: stored,
      inputs: { [stored]: [stored] },
      outputs: stored,
      status: stored,
    })
  })

  test('a headline that ends within a character is stored', async () => {
    const task = `${'x'.repeat(159)}\u{1f600}`
    await storeRuns(store(), aBundle({ events: [anEvent({ event_type: 'agent_call', inputs: { task } })] }))
    expect((await snapshot(store())).events[0]?.headline.isWellFormed()).toBe(true)
  })

  test('keys that mean something to JavaScript are keys like any other', async () => {
    const inputs = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": 2, "toString": null}') as Payload
    const event = { ...anEvent(), inputs }
    await storeRuns(store(), aBundle({ events: [event] }))
    const found = await store().repositories.events.findEvent(RUN, event.event_id)
    expect(JSON.stringify(found?.inputs)).toBe(JSON.stringify(inputs))
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })

  test('a ping answers', async () => {
    await expect(store().ping()).resolves.toBeUndefined()
    await expect(store().ping()).resolves.toBeUndefined()
  })
}
