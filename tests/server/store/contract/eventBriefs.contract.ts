import { expect, test } from 'vitest'
import { COLUMN_PARTS } from '#contract/columns.ts'
import { aBundle, anEvent, aNode, aRun } from '#mocks/fixtures/builders.ts'
import type { EventBrief } from '#server/store/ports/events.ts'
import type { Slice } from '#server/store/ports/page.ts'
import type { Store } from '#server/store/ports/store.ts'
import { FIRST_PAGE, nodeRef, readByPages, runId, storeRuns } from '#tests/support/testStore.ts'

const RUN = aRun().run_id
const STEP = nodeRef(RUN, 'step_1')
const inStep = { node_id: 'step_1' }
const at = (micros: number) => `2026-01-20T10:00:00.${String(micros).padStart(6, '0')}Z`

/** In execution order: ties in order and time, and rows that lack either or both; every part has some of each. */
const EVENTS = [
  { ...inStep, event_id: 'began', execution_order: 0, event_type: 'agent_call', event_subtype: 'start' },
  { event_id: 'tie B', execution_order: 1, timestamp: at(3), event_type: 'handoff' },
  { ...inStep, event_id: 'tie a', execution_order: 1, timestamp: at(3), error_message: 'lost' },
  { event_id: 'tie \uff01', execution_order: 1, timestamp: at(3), event_type: 'error' },
  { ...inStep, event_id: 'tie \u{1f600}', execution_order: 1, timestamp: at(3), event_subtype: 'complete' },
  { ...inStep, event_id: 'no time', execution_order: 1, event_type: 'approval_requested' },
  { event_id: 'no order', timestamp: at(0), event_subtype: 'error', status: 'failed' },
  { ...inStep, event_id: 'neither a', event_type: 'state_transition' },
  { event_id: 'neither b', event_subtype: 'execution' },
].map((row) => anEvent(row))
const BUNDLE = aBundle({ nodes: [aNode()], events: EVENTS.toReversed() })

const IDS = EVENTS.map((event) => event.event_id)
const PARTS = {
  all: IDS,
  errors: ['tie a', 'tie \uff01', 'no order'],
  boundaries: ['began', 'tie B', 'tie \uff01', 'tie \u{1f600}', 'no time', 'no order', 'neither a'],
  end: IDS.toReversed(),
} as const
const OF_STEP = new Set(EVENTS.filter((event) => event.node_id === 'step_1').map((event) => String(event.event_id)))

const ids = ({ rows }: Slice<EventBrief>) => rows.map((row) => row.event_id)

export function eventBriefsContract(store: () => Store): void {
  const events = () => store().repositories.events

  test.each(COLUMN_PARTS)(
    'the part “%s” of a run and of a node has its events in order, and the whole’s totals',
    async (part) => {
      await storeRuns(store(), BUNDLE)
      const ofRun = await events().listEventBriefsForRun(RUN, part, FIRST_PAGE)
      expect(ids(ofRun)).toEqual(PARTS[part])
      expect(ofRun).toMatchObject({ total: EVENTS.length, error_total: 3, next: undefined })
      const ofNode = await events().listEventBriefsForNodeInRun(STEP, part, FIRST_PAGE)
      expect(ids(ofNode)).toEqual(PARTS[part].filter((id) => OF_STEP.has(id)))
      expect(ofNode).toMatchObject({ total: OF_STEP.size, error_total: 1, next: undefined })
    },
  )

  test.each(COLUMN_PARTS)(
    'pages of every size make up the part “%s”, across ties and what is missing',
    async (part) => {
      await storeRuns(store(), BUNDLE)
      const wholeRun = (await events().listEventBriefsForRun(RUN, part, FIRST_PAGE)).rows
      const wholeNode = (await events().listEventBriefsForNodeInRun(STEP, part, FIRST_PAGE)).rows
      for (let limit = 1; limit <= EVENTS.length + 1; limit++) {
        // The total is of the scope; here it must be of the part, by which readByPages checks that nothing is left out.
        const ofPart = async (slice: Promise<Slice<EventBrief>>, total: number) => ({ ...(await slice), total })
        const run = await readByPages(limit, (page) =>
          ofPart(events().listEventBriefsForRun(RUN, part, page), wholeRun.length),
        )
        const node = await readByPages(limit, (page) =>
          ofPart(events().listEventBriefsForNodeInRun(STEP, part, page), wholeNode.length),
        )
        expect([run, node]).toEqual([wholeRun, wholeNode])
      }
    },
  )

  test('nothing is found in a run or a node without events', async () => {
    await storeRuns(store(), aBundle({ nodes: [aNode()] }))
    const nothing = { rows: [], total: 0, error_total: 0, next: undefined }
    expect(await events().listEventBriefsForRun(RUN, 'all', FIRST_PAGE)).toEqual(nothing)
    expect(await events().listEventBriefsForNodeInRun(STEP, 'end', FIRST_PAGE)).toEqual(nothing)
  })

  test('totals count the asked run only', async () => {
    const other = runId(2)
    const events2 = EVENTS.map((event) => anEvent({ ...event, run_id: other, event_id: `2 ${event.event_id}` }))
    await storeRuns(
      store(),
      BUNDLE,
      aBundle({ run: aRun({ run_id: other }), nodes: [aNode({ run_id: other })], events: events2 }),
    )
    const slice = await events().listEventBriefsForRun(RUN, 'all', FIRST_PAGE)
    expect([slice.rows.length, slice.total, slice.error_total]).toEqual([EVENTS.length, EVENTS.length, 3])
  })

  test('an event is shortened to what the lists have of it, its times to microseconds', async () => {
    const event = anEvent({
      ...inStep,
      parent_event_id: 'never stored',
      event_type: 'llm_call',
      event_subtype: 'sideways',
      agent_name: 'Ann “A”\\\u{1f600}',
      timestamp: at(9),
      started_at: '2026-01-20T23:59:59.999999Z',
      completed_at: '1969-12-31T23:59:59.999999Z',
      duration_ms: 0.1234567890123,
      status: 'pondering',
      execution_order: Number.MIN_SAFE_INTEGER,
      depth: Number.MAX_SAFE_INTEGER,
      inputs: { text: 'a payload that no brief has' },
      outputs: { text: `${'x'.repeat(150)}${'\u{1f600}'.repeat(50)}` },
      meta: { model: 'large', tokens: { input: 0, output: 12 }, cost_usd: 0.25 },
    })
    await storeRuns(store(), aBundle({ nodes: [aNode()], events: [event] }))
    const { rows } = await events().listEventBriefsForRun(RUN, 'all', FIRST_PAGE)
    const [listed] = (await events().listEventsForRun(RUN, {}, FIRST_PAGE)).rows
    expect(rows).toEqual([
      {
        run_id: RUN,
        node_id: 'step_1',
        event_id: event.event_id,
        parent_event_id: 'never stored',
        event_type: 'llm_call',
        event_subtype: 'sideways',
        status: 'pondering',
        agent_name: event.agent_name,
        model: 'large',
        duration_ms: 0.1234567890123,
        execution_order: Number.MIN_SAFE_INTEGER,
        depth: Number.MAX_SAFE_INTEGER,
        is_error: false,
        input_tokens: 0,
        output_tokens: 12,
        cost_usd: 0.25,
        headline: listed?.headline,
        started_us: Date.UTC(2026, 0, 20, 23, 59, 59, 999) * 1000 + 999,
        completed_us: -1,
      },
    ])
    expect(rows[0]?.headline.isWellFormed()).toBe(true)
  })

  test.each([
    ['the last microsecond that a number holds', '2255-06-05T23:47:34.740991Z', Number.MAX_SAFE_INTEGER],
    ['the next one', '2255-06-05T23:47:34.740992Z', null],
    ['the last of all moments', '9999-12-31T23:59:59.999999Z', null],
    ['the first microsecond that a number holds', '1684-07-28T00:12:25.259009Z', Number.MIN_SAFE_INTEGER],
    ['the one before', '1684-07-28T00:12:25.259008Z', null],
    ['the first of all moments', '0001-01-01T00:00:00.000000Z', null],
  ])('%s is a number or nothing, never another moment', async (_, moment, us) => {
    await storeRuns(store(), aBundle({ events: [anEvent({ timestamp: moment, completed_at: moment })] }))
    const { rows } = await events().listEventBriefsForRun(RUN, 'all', FIRST_PAGE)
    expect(rows).toMatchObject([{ started_us: us, completed_us: us }])
  })
}
