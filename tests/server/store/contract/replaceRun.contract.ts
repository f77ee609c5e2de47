import { expect, test } from 'vitest'
import { aBundle, aFile, aMessage, anEdge, anEvent, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { BLUE, GREEN, twinRuns, twinSessions } from '#mocks/fixtures/twinRuns.ts'
import { IntegrityService } from '#server/integrity/IntegrityService.ts'
import type { Store } from '#server/store/ports/store.ts'
import { ScopeBreachError } from '#server/store/ports/errors.ts'
import type { RunBundle } from '#server/store/ports/writer.ts'
import { drawRuns, FIRST_PAGE, storeRuns } from '#tests/support/testStore.ts'
import { snapshot } from './writer.contract.ts'

const RUN = aRun().run_id
const content = new TextEncoder().encode('# Report')

/** A run of three nodes, of which the last has a row of every kind. */
const whole = aBundle({
  nodes: ['plan', 'work', 'review'].map((node_id) => aNode({ node_id })),
  edges: [
    anEdge({ from_node_id: 'plan', to_node_id: 'work' }),
    anEdge({ from_node_id: 'work', to_node_id: 'review', condition: 'if it is long' }),
  ],
  events: [
    anEvent({ event_id: 'planned', node_id: 'plan', inputs: { goal: ['a', 1.5, null] }, execution_order: 1 }),
    anEvent({ event_id: 'reviewed', node_id: 'review', outputs: 'well done', execution_order: 2 }),
    anEvent({ event_id: 'ended', execution_order: 3 }),
  ],
  files: [
    aFile({ file_id: 'kept', node_id: 'plan', content }),
    aFile({ file_id: 'gone', node_id: 'review', content: new TextEncoder().encode('other') }),
  ],
  messages: [
    aMessage({ message_id: 'kept', node_id: 'work' }),
    aMessage({ message_id: 'gone', node_id: 'review', tokens: 3 }),
  ],
})

/** The same without its last node and whatever belongs to it. */
const without = aBundle({
  nodes: whole.nodes.slice(0, 2),
  edges: whole.edges.slice(0, 1),
  events: whole.events.filter(({ node_id }) => node_id !== 'review'),
  files: whole.files.slice(0, 1),
  messages: whole.messages.slice(0, 1),
})

/** The rows of a bundle as another run's. */
const inRun = (run_id: typeof RUN, bundle: RunBundle): RunBundle => {
  const own = <Row extends object>(row: Row) => ({ ...row, run_id })
  return {
    run: own(bundle.run),
    nodes: bundle.nodes.map(own),
    edges: bundle.edges.map(own),
    events: bundle.events.map(own),
    files: bundle.files.map(own),
    messages: bundle.messages.map(own),
  }
}

export function replaceRunContract(store: () => Store): void {
  const replace = (bundle: RunBundle, session = aSession({ session_id: bundle.run.session_id })) =>
    store().writer.replaceRun(session, bundle)
  const revision = async () => await store().changes.revisionOf(RUN)
  const found = async (q: string) =>
    (await store().repositories.search.search(RUN, 'event', q, FIRST_PAGE)).rows.map((hit) =>
      hit.kind === 'event' ? hit.event_id : hit.kind,
    )

  test('a run that was not stored is there, with its session, as if it had been written', async () => {
    await replace(whole, aSession({ name: 'Tuesday' }))
    const { run: _own, ...replaced } = await snapshot(store())
    await storeRuns(store(), inRun(BLUE, whole))
    const { run: _other, ...stored } = await snapshot(store(), BLUE)
    expect(JSON.stringify(replaced)).toEqual(JSON.stringify(stored).replaceAll(BLUE, RUN))
    expect((await snapshot(store())).run).toMatchObject({ session_name: 'Tuesday' })
  })

  test('nobody sees a node any more, nor what belonged to it, when the new bundle is without it', async () => {
    await replace(whole)
    await replace(without)
    const { nodes, edges, events, files, messages } = await snapshot(store())
    expect(nodes.map((node) => node.node_id)).toEqual(['plan', 'work'])
    expect(edges).toEqual(without.edges)
    expect(events.map((event) => event.event_id)).toEqual(['planned', 'ended'])
    expect(files.map((file) => file.file_id)).toEqual(['kept'])
    expect(messages).toEqual(without.messages)
    expect(await found('well done')).toEqual([])
    expect(await found('goal')).toEqual(['planned'])
  })

  test('what a removed node had moves to another one where the bundle says so', async () => {
    await replace(whole)
    await replace({
      ...without,
      events: whole.events.map((event) =>
        event.node_id === null ? event : { ...event, node_id: aNode({ node_id: 'work' }).node_id },
      ),
    })
    const { nodes, events } = await snapshot(store())
    expect(nodes.map(({ node_id, event_count }) => [node_id, event_count])).toEqual([
      ['plan', 0],
      ['work', 2],
    ])
    expect(events).toHaveLength(3)
    expect(await found('well done')).toEqual(['reviewed'])
  })

  test('of replacements at the same time one comes after the other, and none is mixed with another', async () => {
    // Empty, so that nothing but the lock of the run itself keeps them apart.
    await replace(aBundle())
    const names = ['a', 'b', 'c', 'd']
    const only = (name: string) =>
      aBundle({ nodes: [aNode({ node_id: name })], events: [anEvent({ event_id: name, node_id: name })] })
    await Promise.all(names.map((name) => replace(only(name))))
    const { nodes, events } = await snapshot(store())
    expect([nodes.length, events.length]).toEqual([1, 1])
    expect(events[0]?.node_id).toBe(nodes[0]?.node_id)
    expect(await revision()).toBe(1 + names.length)
  })

  test('rows go that were drawn before, and other runs keep theirs', async () => {
    await drawRuns(store(), ...twinRuns)
    const other = await snapshot(store(), GREEN)
    const [blue] = twinRuns.filter(({ run }) => run.run_id === BLUE)
    const session = twinSessions.find(({ session_id }) => session_id === blue?.run.session_id)
    if (!blue || !session) throw new Error('twinRuns has the blue run')
    await store().writer.replaceRun(session, aBundle({ run: blue.run, nodes: [aNode({ run_id: BLUE })] }))
    expect(await snapshot(store(), BLUE)).toMatchObject({ nodes: [{ label: 'step_1', event_count: 0 }], events: [] })
    expect(await snapshot(store(), GREEN)).toEqual(other)
  })

  test('the same bundle again changes nothing: neither its number nor its audit', async () => {
    await replace(whole)
    await new IntegrityService(store().repositories.integrity).refresh()
    const before = await revision()
    await replace(whole)
    expect(await revision()).toBe(before)
    expect(await store().repositories.integrity.countPendingRuns()).toBe(0)
  })

  test('a bundle that differs makes the audit pending', async () => {
    await replace(whole)
    await new IntegrityService(store().repositories.integrity).refresh()
    await replace(without)
    expect(await store().repositories.integrity.countPendingRuns()).toBe(1)
  })

  test('a new name of the session is a change of the run, which bears it', async () => {
    await replace(whole)
    const before = (await revision()) ?? 0
    await replace(whole, aSession({ name: 'renamed' }))
    expect(await revision()).toBe(before + 1)
    expect((await snapshot(store())).run).toMatchObject({ session_name: 'renamed' })
  })

  test.each<{ readonly what: string; readonly bundle: RunBundle }>([
    { what: 'a row of another run', bundle: { ...whole, events: [anEvent({ run_id: GREEN })] } },
    { what: 'a node that it does not have', bundle: { ...whole, events: [anEvent({ node_id: 'nowhere' })] } },
    { what: 'another session', bundle: { ...without, run: aRun({ session_id: 'another' }) } },
  ])('a bundle with $what is refused whole', async ({ bundle }) => {
    await storeRuns(store(), ...twinRuns)
    await replace(whole)
    const before = [await snapshot(store()), await snapshot(store(), GREEN), await revision()]
    await expect(store().writer.replaceRun(aSession({ name: 'refused' }), bundle)).rejects.toBeInstanceOf(
      ScopeBreachError,
    )
    expect([await snapshot(store()), await snapshot(store(), GREEN), await revision()]).toEqual(before)
  })
}
