import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { SUMMARY_ERRORS_MAX } from '#contract/summaries.ts'
import { microsecondsOf, Timestamp, timestampOf } from '#contract/timestamps.ts'
import { aBundle, aFile, aMessage, anEvent, aNode, aRun } from '#mocks/fixtures/builders.ts'
import { UNKNOWN } from '#mocks/fixtures/twinRuns.ts'
import type { Store } from '#server/store/ports/store.ts'
import { nodeRef, runId, storeRuns } from '#tests/support/testStore.ts'

const RUN = aRun().run_id
const STEP = nodeRef(RUN, 'step_1')
const at = (second: number) => `2026-01-20T10:00:0${second}.500000Z`
const NO_CALLS = {
  agent: { total: 0, failed: 0 },
  model: { total: 0, failed: 0 },
  tool: { total: 0, failed: 0 },
  code: { total: 0, failed: 0 },
}
const NOTHING = {
  events: { total: 0, by_type: [], by_status: [] },
  agents: [],
  calls: NO_CALLS,
  models: [],
  files: { total: 0, size_bytes: 0, by_type: [] },
  messages: { total: 0, tokens: null },
  timing: { started_at: null, completed_at: null, duration_ms: null, busy_ms: null },
  tokens: { input: null, output: null, cost_usd: null },
  errors: { total: 0, first: [] },
  success: { finished: 0, succeeded: 0, rate: null },
}

/** Events with ids of their own. */
const numbered = (events: readonly Parameters<typeof anEvent>[0][]) =>
  events.map((event, i) => anEvent({ event_id: `e${i}`, execution_order: i, ...event }))

export function summariesContract(store: () => Store): void {
  const summaries = () => store().repositories.summaries
  const runWith = async (...events: readonly Parameters<typeof anEvent>[0][]) => {
    await storeRuns(store(), aBundle({ nodes: [aNode(STEP)], events: numbered(events) }))
    return await summaries().summarizeRun(RUN)
  }

  test('of nothing are empty', async () => {
    await storeRuns(store(), aBundle({ nodes: [aNode(STEP)] }))
    expect(await summaries().summarizeRun(RUN)).toEqual(NOTHING)
    expect(await summaries().summarizeNode(STEP)).toEqual(NOTHING)
    expect(await summaries().summarizeRun(UNKNOWN)).toEqual(NOTHING)
    expect(await summaries().summarizeNode(nodeRef(UNKNOWN, 'step_1'))).toEqual(NOTHING)
  })

  test('of a node count what is in this run and this node, files and messages included', async () => {
    const elsewhere = { run_id: runId(7), node_id: 'step_1' }
    const inStep = { node_id: 'step_1' }
    await storeRuns(
      store(),
      aBundle({
        run: aRun({ run_id: runId(7) }),
        nodes: [aNode(elsewhere)],
        events: [anEvent({ ...elsewhere, event_id: 'foreign', event_type: 'error' })],
        files: [aFile({ ...elsewhere, size_bytes: 999 })],
        messages: [aMessage({ ...elsewhere, tokens: 999 })],
      }),
      aBundle({
        nodes: [aNode(inStep), aNode({ node_id: 'other' })],
        events: numbered([inStep, { node_id: 'other', event_type: 'error' }, { event_type: 'error' }]),
        files: [
          aFile({ ...inStep, size_bytes: 5, file_type: 'plot' }),
          aFile({ ...inStep, file_id: 'f2', file_type: 'code' }),
          aFile({ file_id: 'f3', size_bytes: 70 }),
        ],
        messages: [
          aMessage({ ...inStep, tokens: 3 }),
          aMessage({ ...inStep, message_id: 'm2' }),
          aMessage({ message_id: 'm3' }),
        ],
      }),
    )
    expect(await summaries().summarizeNode(STEP)).toMatchObject({
      events: { total: 1, by_type: [{ value: 'info', count: 1 }] },
      files: {
        total: 2,
        size_bytes: 5,
        by_type: [
          { value: 'code', count: 1 },
          { value: 'plot', count: 1 },
        ],
      },
      messages: { total: 2, tokens: 3 },
      errors: { total: 0 },
    })
    expect(await summaries().summarizeRun(RUN)).toMatchObject({
      events: { total: 3 },
      files: { total: 3, size_bytes: 75 },
      messages: { total: 3, tokens: 3 },
      errors: { total: 2 },
    })
  })

  test('tally by number, then by code point, with what is unsaid last', async () => {
    const { events } = await runWith(
      { status: 'b' },
      { status: null },
      { status: '\u{1f600}' },
      { status: '\uff01' },
      { status: 'B' },
      { status: 'often' },
      { status: 'often' },
    )
    expect(events.by_status.map(({ value }) => value)).toEqual(['often', 'B', 'b', '\uff01', '\u{1f600}', null])
  })

  const by = (agent_name: string | null, event_type: string, event_subtype: string | null, status = 'completed') => ({
    agent_name,
    event_type,
    event_subtype,
    status,
  })

  test('count a call once, whether it is recorded whole or by start and end', async () => {
    const { agents, calls } = await runWith(
      by('ann', 'agent_call', 'start'),
      by('ann', 'agent_call', 'complete'),
      by('ann', 'tool_call', 'start'),
      by('ann', 'llm_call', 'execution'),
      by('ann', 'llm_call', null),
      by('ann', 'llm_call', 'message'),
      by('ann', 'agent_call', 'message'),
      by('ann', 'code_exec', 'execution'),
      by('bob', 'tool_call', 'complete', 'failed'),
      by(null, 'info', null),
    )
    expect(agents).toEqual([
      { agent_name: 'ann', events: 8, calls: 6, errors: 0 },
      { agent_name: 'bob', events: 1, calls: 1, errors: 1 },
      { agent_name: null, events: 1, calls: 0, errors: 0 },
    ])
    expect(calls).toEqual({
      agent: { total: 1, failed: 0 },
      model: { total: 3, failed: 0 },
      tool: { total: 2, failed: 1 },
      code: { total: 1, failed: 0 },
    })
  })

  test('count failed calls too, whether they end with an error or are recorded as one', async () => {
    const { calls } = await runWith(
      by('ann', 'agent_call', 'start'),
      by('ann', 'agent_call', 'error', 'failed'),
      by('ann', 'agent_call', 'start'),
      by('ann', 'agent_call', 'complete'),
      by('ann', 'tool_call', 'error', 'failed'),
      by('ann', 'llm_call', 'execution', 'failed'),
      by('ann', 'code_exec', 'start', 'failed'),
    )
    expect(calls).toEqual({
      agent: { total: 2, failed: 1 },
      model: { total: 1, failed: 1 },
      tool: { total: 1, failed: 1 },
      code: { total: 1, failed: 0 },
    })
  })

  test('count the messages of a model call that has a start and an end as part of it', async () => {
    const { calls } = await runWith(
      by('ann', 'llm_call', 'start'),
      by('ann', 'llm_call', 'message'),
      by('ann', 'llm_call', 'message'),
      by('ann', 'llm_call', 'complete'),
      by('bob', 'llm_call', 'message'),
      by('bob', 'llm_call', 'message'),
    )
    expect(calls.model).toEqual({ total: 3, failed: 0 })
  })

  test('count the time that nested and parallel events cover once', async () => {
    const during = (from: number, to: number) => ({ started_at: at(from), completed_at: at(to) })
    const { timing } = await runWith(
      during(1, 5),
      during(2, 3),
      during(4, 6),
      during(8, 9),
      // Backwards, so it covers nothing.
      during(9, 7),
    )
    expect(timing.busy_ms).toBe(6000)
  })

  test('complete an interval by its duration, and count none without one', async () => {
    const { timing } = await runWith(
      { started_at: at(1), duration_ms: 500 },
      { completed_at: at(3), duration_ms: 250 },
      { timestamp: at(5), duration_ms: 1000.25 },
      { timestamp: at(7) },
      { duration_ms: 9000 },
      { started_at: at(8), duration_ms: -1 },
    )
    expect(timing.busy_ms).toBe(1750.25)
  })

  test('know no busy time where no event has an interval', async () => {
    const { timing } = await runWith({ timestamp: at(1), status: 'running' }, { duration_ms: 3 })
    expect(timing.busy_ms).toBeNull()
  })

  const interval = fc.tuple(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 20 }))
  const samples = fc.sample(fc.array(interval, { minLength: 1, maxLength: 12 }), { numRuns: 8, seed: 17 })
  test.each(samples.map((intervals) => [intervals]))('are busy as often as a clock finds: %j', async (intervals) => {
    const moment = (tenth: number) => timestampOf(microsecondsOf(z.parse(Timestamp, at(0))) + tenth * 100_000)
    const ticks = Array.from({ length: 110 }, (_, tenth) =>
      intervals.some(([from, long]) => tenth >= from && tenth < from + long),
    )
    const { timing } = await runWith(
      ...intervals.map(([from, long]) => ({ started_at: moment(from), completed_at: moment(from + long) })),
    )
    expect(timing.busy_ms).toBe(ticks.filter(Boolean).length * 100)
  })

  test('take tokens from model calls where those bear any, and never twice', async () => {
    const { tokens, models } = await runWith(
      { event_type: 'agent_call', meta: { tokens: { input: 30, output: 3 }, cost_usd: 9 } },
      { event_type: 'llm_call', meta: { model: 'm', tokens: { input: 10 }, cost_usd: 0.25 } },
      { event_type: 'llm_call', meta: { model: 'm', tokens: { input: 20, output: 3 }, cost_usd: 0.5 } },
      { event_type: 'llm_call', meta: { model: 'n' } },
    )
    expect(tokens).toEqual({ input: 30, output: 3, cost_usd: 0.75 })
    expect(models).toEqual([
      { value: 'm', count: 2 },
      { value: 'n', count: 1 },
    ])
  })

  test('take tokens from whatever has them where no model call does', async () => {
    const { tokens } = await runWith(
      { event_type: 'agent_call', meta: { usage: { prompt_tokens: 7 } } },
      { event_type: 'info', meta: { output_tokens: 0 } },
      { event_type: 'llm_call' },
    )
    expect(tokens).toEqual({ input: 7, output: 0, cost_usd: null })
  })

  test('end at the largest number that is exact', async () => {
    const most = { event_type: 'llm_call', meta: { input_tokens: 1e15 } }
    const { tokens } = await runWith(...Array.from({ length: 10 }, () => most))
    expect(tokens.input).toBe(Number.MAX_SAFE_INTEGER)
  })

  test('leave out figures that cannot be, so that no sum overflows', async () => {
    const absurd = { event_type: 'llm_call', meta: { input_tokens: 1e300, cost_usd: 1e308 }, duration_ms: 1.5e308 }
    const { tokens, timing } = await runWith(absurd, absurd, {
      event_type: 'llm_call',
      meta: { cost_usd: 2 },
      duration_ms: 3,
    })
    expect(tokens).toEqual({ input: null, output: null, cost_usd: 2 })
    expect(timing.busy_ms).toBeNull()
  })

  test('take times from the node or run itself, else from its events', async () => {
    const own = { started_at: at(1), completed_at: null }
    await storeRuns(
      store(),
      aBundle({
        run: aRun(own),
        nodes: [aNode({ node_id: 'step_1' })],
        events: numbered([
          { node_id: 'step_1', started_at: at(3), timestamp: at(2), completed_at: at(4), duration_ms: 1000.5 },
          { node_id: 'step_1', timestamp: at(6), duration_ms: 2 },
          { timestamp: at(0) },
          { completed_at: at(7) },
        ]),
      }),
    )
    expect((await summaries().summarizeNode(STEP)).timing).toEqual({
      started_at: at(3),
      completed_at: at(6),
      duration_ms: 3000,
      busy_ms: 1002,
    })
    expect((await summaries().summarizeRun(RUN)).timing).toMatchObject({
      started_at: at(1),
      completed_at: at(7),
      duration_ms: 6000,
    })
  })

  test('call succeeded what completed without an error', async () => {
    const { success } = await runWith(
      { status: 'completed' },
      { status: 'completed' },
      { status: 'completed', error_message: 'but' },
      { status: 'failed' },
      { status: 'timeout' },
      { status: 'error' },
      { status: 'running' },
      {},
    )
    expect(success).toEqual({ finished: 6, succeeded: 2, rate: 2 / 6 })
  })

  test('list the first errors in execution order and count them all', async () => {
    const failing = Array.from({ length: SUMMARY_ERRORS_MAX + 5 }, (_, i) => ({
      event_type: 'error',
      error_message: `${'x'.repeat(3000)}${i}`,
      execution_order: 100 - i,
    }))
    const { errors } = await runWith(...failing)
    expect(errors.total).toBe(SUMMARY_ERRORS_MAX + 5)
    expect(errors.first.map((error) => error.event_id)).toEqual(
      Array.from({ length: SUMMARY_ERRORS_MAX }, (_, i) => `e${SUMMARY_ERRORS_MAX + 4 - i}`),
    )
    expect(errors.first[0]).toMatchObject({ error_message: 'x'.repeat(2000), node_id: null, timestamp: null })
  })
}
