import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aBundle, aMessage, anEvent, aNode, aRun } from '#mocks/fixtures/builders.ts'
import type { JsonValue } from '#contract/json.ts'
import { BREAKDOWN_ROWS_MAX, OVERVIEW_CALLS_MAX } from '#contract/runOverview.ts'
import { UNKNOWN } from '#mocks/fixtures/twinRuns.ts'
import type { Store } from '#server/store/ports/store.ts'
import { overviewOf } from '#server/store/memory/overviewOf.ts'
import { nodeRef, runId, storeRuns } from '#tests/support/testStore.ts'

const RUN = aRun().run_id
const NODES = ['a', 'b', 'c']
const at = (second: number) => `2026-01-20T10:00:${String(second).padStart(2, '0')}.500000Z`
type Event = Parameters<typeof anEvent>[0]

const spent = (input: number, output: number, cost_usd: number, model = 'm') => ({
  meta: { model, tokens: { input, output }, cost_usd },
})
const during = (from: number, to: number) => ({ started_at: at(from), completed_at: at(to) })

export function overviewContract(store: () => Store): void {
  const overview = () => store().repositories.summaries.overviewOfRun(RUN)
  const runWith = async (...events: readonly Event[]) => {
    await storeRuns(
      store(),
      aBundle({
        nodes: NODES.map((node_id) => aNode({ node_id })),
        events: events.map((event, i) => anEvent({ event_id: `e${i}`, execution_order: i, ...event })),
      }),
    )
    return await overview()
  }

  test('an unknown run and an empty run have empty overviews', async () => {
    const none = { rows: [], rest: null }
    const nothing = {
      by_node: none,
      by_agent: none,
      by_model: none,
      slowest: [],
      dearest: [],
      last_output: null,
      last_message: null,
    }
    expect(await store().repositories.summaries.overviewOfRun(UNKNOWN)).toEqual(nothing)
    expect(await runWith()).toEqual(nothing)
  })

  test('an agent call that repeats the sum of its model calls in another node counts nowhere', async () => {
    const { by_node, by_model, dearest } = await runWith(
      { node_id: 'a', event_type: 'agent_call', ...spent(30, 3, 9, 'sum') },
      { node_id: 'b', event_type: 'llm_call', ...spent(10, 1, 0.25) },
      { node_id: 'b', event_type: 'llm_call', ...spent(20, 2, 0.5, 'n'), error_message: 'no' },
      { event_type: 'info' },
    )
    const unknown = { busy_ms: null, input_tokens: null, output_tokens: null, cost_usd: null }
    expect(by_node.rows).toMatchObject([
      { run_id: RUN, node_id: 'b', events: 2, errors: 1, input_tokens: 30, output_tokens: 3, cost_usd: 0.75 },
      { run_id: RUN, node_id: 'a', events: 1, errors: 0, ...unknown },
      { run_id: RUN, node_id: null, events: 1, errors: 0, ...unknown },
    ])
    expect(by_model.rows).toMatchObject([
      { model: 'n', cost_usd: 0.5 },
      { model: 'm', cost_usd: 0.25 },
      { model: 'sum', cost_usd: null },
    ])
    expect(dearest.map(({ event_id }) => event_id)).toEqual(['e2', 'e1'])
  })

  test('the time of a group counts once where its calls overlap', async () => {
    const { by_agent } = await runWith(
      { agent_name: 'x', ...during(0, 10) },
      { agent_name: 'x', ...during(5, 12) },
      { agent_name: 'x', ...during(20, 21) },
      { agent_name: 'x', ...during(30, 25) },
      { agent_name: 'y', ...during(6, 7) },
      { ...during(6, 6) },
    )
    expect(by_agent.rows).toMatchObject([
      { agent_name: 'x', busy_ms: 13_000, events: 4 },
      { agent_name: 'y', busy_ms: 1000 },
      { agent_name: null, busy_ms: 0 },
    ])
  })

  test('the slowest calls are those that contain no other call', async () => {
    const { slowest } = await runWith(
      { event_type: 'agent_call', ...during(0, 59) },
      { event_type: 'tool_call', parent_event_id: 'e0', ...during(1, 9) },
      { event_type: 'llm_call', parent_event_id: 'e0', started_at: at(10), duration_ms: 20_000 },
      { event_type: 'info', ...during(0, 50) },
      { event_type: 'tool_call', parent_event_id: 'e0' },
      { event_type: 'code_exec', parent_event_id: 'e5', ...during(1, 3) },
    )
    expect(slowest.map(({ event_id, duration_ms }) => [event_id, duration_ms])).toEqual([
      ['e2', 20_000],
      ['e1', 8000],
      ['e5', 2000],
    ])
  })

  test('the last output is of the outermost call that ended last without an error', async () => {
    const { last_output } = await runWith(
      { node_id: 'b', event_type: 'llm_call', depth: 1, outputs: { text: 'answer' }, ...during(1, 20) },
      { node_id: 'a', event_type: 'agent_call', depth: 0, outputs: { text: 'answer' }, ...during(0, 20) },
      { event_type: 'tool_call', outputs: {}, ...during(0, 30) },
      { event_type: 'tool_call', outputs: { it: 1 }, error_message: 'failed', ...during(0, 40) },
      { event_type: 'state_transition', outputs: { it: 1 }, ...during(0, 50) },
    )
    expect(last_output).toEqual({ run_id: RUN, event_id: 'e1', node_id: 'a', at: at(20) })
  })

  test('the last message is the latest by time, not by id', async () => {
    const messages = [
      aMessage({ message_id: 'm1', timestamp: at(9), node_id: 'a' }),
      aMessage({ message_id: 'm2', timestamp: at(8) }),
      aMessage({ message_id: 'm3', timestamp: null }),
    ]
    await storeRuns(store(), aBundle({ nodes: [aNode({ node_id: 'a' })], messages }))
    expect((await overview()).last_message).toEqual({ run_id: RUN, message_id: 'm1', node_id: 'a', at: at(9) })
  })

  test('no other run counts', async () => {
    const other = runId(7)
    await storeRuns(
      store(),
      aBundle({
        run: aRun({ run_id: other }),
        nodes: [aNode(nodeRef(other, 'a'))],
        events: [
          anEvent({
            run_id: other,
            node_id: 'a',
            event_type: 'llm_call',
            outputs: 'x',
            ...spent(1, 1, 1),
            ...during(0, 9),
          }),
        ],
        messages: [aMessage({ run_id: other })],
      }),
    )
    expect(await runWith({ node_id: 'a' })).toMatchObject({
      slowest: [],
      dearest: [],
      last_output: null,
      last_message: null,
    })
  })

  test('groups beyond the first are summed up', async () => {
    const { by_agent, dearest } = await runWith(
      ...Array.from({ length: BREAKDOWN_ROWS_MAX + 3 }, (_, i) => ({
        agent_name: `agent ${i}`,
        event_type: 'llm_call',
        ...spent(i, 1, i),
      })),
    )
    expect(by_agent.rows).toHaveLength(BREAKDOWN_ROWS_MAX)
    expect(by_agent.rest).toEqual({ groups: 3, events: 3, errors: 0, input_tokens: 3, output_tokens: 3, cost_usd: 3 })
    expect(dearest).toHaveLength(OVERVIEW_CALLS_MAX)
  })

  const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
  const second = fc.integer({ min: 0, max: 59 })
  const someEvent = fc
    .record({
      node_id: fc.constantFrom('a', 'b', null),
      agent_name: fc.constantFrom('x', 'y', '', null),
      event_type: fc.constantFrom('agent_call', 'llm_call', 'tool_call', 'info'),
      model: fc.constantFrom('m', 'n', undefined),
      input: maybe(fc.integer({ min: 0, max: 9 })),
      output: maybe(fc.integer({ min: 0, max: 9 })),
      cost: maybe(fc.integer({ min: 0, max: 9 })),
      from: maybe(second),
      to: maybe(second),
      parent: maybe(fc.integer({ min: 0, max: 11 })),
      isFailed: fc.boolean(),
      outputs: fc.constantFrom<JsonValue>({ text: 'x' }, {}, null, 7),
    })
    .map(({ model, input, output, cost, from, to, parent, isFailed, ...event }) => ({
      ...event,
      parent_event_id: parent === undefined ? null : `e${parent}`,
      started_at: from === undefined ? null : at(from),
      completed_at: to === undefined ? null : at(to),
      error_message: isFailed ? 'failed' : null,
      meta: {
        ...(model && { model }),
        tokens: { input: input ?? null, output: output ?? null },
        ...(cost !== undefined && { cost_usd: cost }),
      },
    }))
  const samples = fc.sample(fc.array(someEvent, { minLength: 1, maxLength: 12 }), { numRuns: 12, seed: 23 })

  test.each(samples.map((events, i) => [i, events] as const))(
    'sample %i: the groups add up to the summary, and every store finds the same',
    async (_i, events) => {
      const found = await runWith(...events)
      const { summaries, events: stored } = store().repositories
      const { tokens, events: counted } = await summaries.summarizeRun(RUN)
      for (const { rows } of [found.by_node, found.by_agent, found.by_model]) {
        const sum = (of: (row: (typeof rows)[number]) => number | null) =>
          rows.reduce<number | null>((total, row) => (of(row) === null ? total : (total ?? 0) + (of(row) ?? 0)), null)
        expect({
          input: sum((row) => row.input_tokens),
          output: sum((row) => row.output_tokens),
          cost_usd: sum((row) => row.cost_usd),
        }).toEqual(tokens)
      }
      expect(found.by_node.rows.reduce((total, row) => total + row.events, 0)).toBe(counted.total)
      const { rows } = await stored.listEventsForRun(RUN, {}, { limit: 50, after: undefined })
      expect(found).toEqual(overviewOf(RUN, rows, []))
    },
  )
}
