import { expect, test } from 'vitest'
import { ERROR_PREVIEW_MAX } from '#contract/cuts.ts'
import { PAYLOAD_PREVIEW_MAX } from '#contract/entities.ts'
import { aBundle, anEvent, aNode, aRun } from '#mocks/fixtures/builders.ts'
import type { EventFilter } from '#server/store/ports/events.ts'
import type { Store } from '#server/store/ports/store.ts'
import { FIRST_PAGE, nodeRef, readByPages, storeRuns } from '#tests/support/testStore.ts'

const RUN = aRun().run_id
const STEP = nodeRef(RUN, 'step_1')
const at = (micros: number) => `2026-01-20T10:00:00.${String(micros).padStart(6, '0')}Z`

/** In execution order: ties in order and time, and rows that lack either or both. */
const ORDERED = [
  { event_id: 'first', execution_order: -5 },
  { event_id: 'z', execution_order: 1, timestamp: at(1) },
  { event_id: 'by start, not by record', execution_order: 1, timestamp: at(9), started_at: at(2) },
  { event_id: 'tie B', execution_order: 1, timestamp: at(3) },
  { event_id: 'tie a', execution_order: 1, timestamp: at(3) },
  { event_id: 'tie \uff01', execution_order: 1, timestamp: at(3) },
  { event_id: 'tie \u{1f600}', execution_order: 1, timestamp: at(3) },
  { event_id: 'no time', execution_order: 1 },
  { event_id: 'huge', execution_order: Number.MAX_SAFE_INTEGER - 1 },
  { event_id: 'no order', timestamp: at(0) },
  { event_id: 'neither a' },
  { event_id: 'neither b' },
].map((row) => anEvent(row))

const FILTERED = [
  anEvent({
    event_id: 'call',
    node_id: 'step_1',
    event_type: 'tool_call',
    agent_name: 'Ann',
    inputs: { tool: '50%_off' },
  }),
  anEvent({
    event_id: 'code',
    node_id: 'step_1',
    event_type: 'code_exec',
    agent_name: 'Bob',
    outputs: { stdout: 'NEEDLE' },
  }),
  anEvent({
    event_id: 'fail',
    node_id: 'step_1',
    event_type: 'info',
    agent_name: 'Ann',
    error_message: `${'x'.repeat(9000)}Needle`,
  }),
  anEvent({ event_id: 'word', node_id: 'step_1', event_type: 'Needlework', status: 'error' }),
  anEvent({ event_id: 'else', event_type: 'tool_call', agent_name: 'needle' }),
]

export function eventsContract(store: () => Store): void {
  const events = () => store().repositories.events

  test('are listed by order, then start, then id as code points, what is missing last', async () => {
    await storeRuns(store(), aBundle({ events: ORDERED.toReversed() }))
    const { rows, total } = await events().listEventsForRun(RUN, {}, FIRST_PAGE)
    expect(rows.map((row) => row.event_id)).toEqual(ORDERED.map((event) => event.event_id))
    expect(total).toBe(ORDERED.length)
  })

  test('pages of every size make up the whole list, of a run and of a node', async () => {
    const inNode = ORDERED.map((event) => ({ ...event, node_id: STEP.node_id }))
    await storeRuns(store(), aBundle({ nodes: [aNode()], events: inNode }))
    const whole = (await events().listEventsForRun(RUN, {}, FIRST_PAGE)).rows
    expect(whole).toHaveLength(ORDERED.length)
    for (let limit = 1; limit <= ORDERED.length + 1; limit++) {
      expect(await readByPages(limit, (page) => events().listEventsForRun(RUN, {}, page))).toEqual(whole)
      expect(await readByPages(limit, (page) => events().listEventsForNodeInRun(STEP, {}, page))).toEqual(whole)
    }
  })

  test('pages of a filtered list make up that list', async () => {
    await storeRuns(store(), aBundle({ events: ORDERED }))
    const filter = { q: 'info' }
    const whole = (await events().listEventsForRun(RUN, filter, FIRST_PAGE)).rows
    expect(await readByPages(5, (page) => events().listEventsForRun(RUN, filter, page))).toEqual(whole)
  })

  test.each<{ readonly what: string; readonly filter: EventFilter; readonly found: readonly string[] }>([
    { what: 'type', filter: { event_type: ['tool_call', 'info'] }, found: ['call', 'fail'] },
    { what: 'agent, exactly', filter: { agent: 'Ann' }, found: ['call', 'fail'] },
    { what: 'failure', filter: { errors: 'true' }, found: ['fail', 'word'] },
    {
      what: 'text in outputs, type and the end of a long error',
      filter: { q: 'neEDle' },
      found: ['code', 'fail', 'word'],
    },
    { what: 'text with % and _, which mean themselves', filter: { q: '50%_OFF' }, found: ['call'] },
    { what: '_, which is no wildcard', filter: { q: 'need_e' }, found: [] },
    { what: 'an agent’s name as text', filter: { q: 'bob' }, found: ['code'] },
    {
      what: 'several at once',
      filter: { agent: 'Ann', errors: 'true', q: 'needle', event_type: ['info'] },
      found: ['fail'],
    },
  ])('of a node are filtered by $what', async ({ filter, found }) => {
    await storeRuns(store(), aBundle({ nodes: [aNode()], events: FILTERED }))
    const { rows, total } = await events().listEventsForNodeInRun(STEP, filter, FIRST_PAGE)
    expect(rows.map((row) => row.event_id)).toEqual(found)
    expect(total).toBe(found.length)
  })

  test('of a run are filtered without regard to nodes', async () => {
    await storeRuns(store(), aBundle({ nodes: [aNode()], events: FILTERED }))
    const { rows } = await events().listEventsForRun(RUN, { event_type: ['tool_call'] }, FIRST_PAGE)
    expect(rows.map((row) => row.event_id)).toEqual(['call', 'else'])
  })

  test('keep words that nobody knows, microseconds, fractions and whole payloads in the order of their keys', async () => {
    const event = anEvent({
      event_type: 'teleport',
      event_subtype: 'sideways',
      status: 'pondering',
      timestamp: '0001-01-01T00:00:00.000001Z',
      started_at: '2026-01-20T23:59:59.999999Z',
      completed_at: '9999-12-31T23:59:59.999999Z',
      duration_ms: 0.1234567890123,
      execution_order: Number.MIN_SAFE_INTEGER,
      depth: Number.MAX_SAFE_INTEGER,
      parent_event_id: 'never stored',
      inputs: { zebra: 1, ant: [1e300, -0.5, null, true, ''], 10: 'ten' },
      outputs: 'a text alone',
      meta: { b: {}, a: [] },
    })
    await storeRuns(store(), aBundle({ events: [event] }))
    const found = await events().findEvent(RUN, event.event_id)
    expect(found).toEqual(event)
    expect(JSON.stringify(found?.inputs)).toBe(JSON.stringify(event.inputs))
    const [row] = (await events().listEventsForRun(RUN, {}, FIRST_PAGE)).rows
    const { inputs: _inputs, outputs: _outputs, meta: _meta, ...fields } = event
    expect(row).toMatchObject(fields)
  })

  test('are listed with the whole of a payload that is short, up to the last letter that a preview may have', async () => {
    const payloads = [{ word: 'needle' }, 'x'.repeat(PAYLOAD_PREVIEW_MAX - 2), 'y'.repeat(PAYLOAD_PREVIEW_MAX - 1)]
    const given = payloads.map((inputs, i) =>
      anEvent({ event_id: `e${i}`, execution_order: i, inputs, outputs: inputs }),
    )
    await storeRuns(store(), aBundle({ events: given }))
    const { rows } = await events().listEventsForRun(RUN, {}, FIRST_PAGE)
    const previews = payloads.map((payload) => {
      const text = JSON.stringify(payload)
      return { text: text.slice(0, PAYLOAD_PREVIEW_MAX), bytes: text.length }
    })
    expect(rows.map((row) => row.inputs_preview)).toEqual(previews)
    expect(rows.map((row) => row.outputs_preview)).toEqual(previews)
    expect((await events().listEventsForRun(RUN, { q: 'NEEDLE' }, FIRST_PAGE)).total).toBe(1)
  })

  test('are listed with a cut preview and found with the whole', async () => {
    const long = '\u{1f600}'.repeat(5000)
    await storeRuns(store(), aBundle({ events: [anEvent({ outputs: { long }, error_message: long })] }))
    const [row] = (await events().listEventsForRun(RUN, {}, FIRST_PAGE)).rows
    expect(row?.error_message).toBe(long.slice(0, ERROR_PREVIEW_MAX))
    expect(row?.outputs_preview?.text.length).toBeLessThanOrEqual(PAYLOAD_PREVIEW_MAX)
    expect(row?.outputs_preview?.bytes).toBe(new TextEncoder().encode(JSON.stringify({ long })).length)
    expect(row?.inputs_preview).toBeNull()
    expect(await events().findEvent(RUN, anEvent().event_id)).toMatchObject({ outputs: { long }, error_message: long })
  })
}
